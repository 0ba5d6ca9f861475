import { formatDate, formatDateTime, formatTime } from "./format-time";

type Props = { at: Date; zone: string; show?: "date" | "time" | "both" };

const formats = { date: formatDate, time: formatTime, both: formatDateTime } as const;

/** An instant on the clock of an IANA zone, which it names whenever it shows a time of day. */
export function DateTime({ at, zone, show = "both" }: Props) {
  return <time dateTime={at.toISOString()}>{formats[show](at, zone)}</time>;
}

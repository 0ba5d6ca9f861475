import { formatDate, formatTime } from "./format-time";

type Props = { at: Date; zone: string; show?: "date" | "time" | "both" };

/** An instant on the clock of an IANA zone, which it names whenever it shows a time of day. It breaks between day and time alone. */
export function DateTime({ at, zone, show = "both" }: Props) {
  const both = show === "both";
  return (
    <time dateTime={at.toISOString()}>
      {show === "time" ? null : <span className="whitespace-nowrap">{`${formatDate(at, zone)}${both ? "," : ""}`}</span>}
      {both ? " " : null}
      {show === "date" ? null : <span className="whitespace-nowrap">{formatTime(at, zone)}</span>}
    </time>
  );
}

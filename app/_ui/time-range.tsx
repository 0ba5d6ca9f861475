import { formatRange } from "./format-time";

/** A window of time on the clock of an IANA zone. */
export function TimeRange({ from, to, zone }: { from: Date; to: Date; zone: string }) {
  return <time dateTime={`${from.toISOString()}/${to.toISOString()}`}>{formatRange(from, to, zone)}</time>;
}

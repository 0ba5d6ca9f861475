import { formatDateTime, formatRelative } from "./format-time";

/** How long ago, or how soon, as of `now`; the exact time in `zone` is in its title. */
export function RelativeTime({ at, now, zone }: { at: Date; now: Date; zone: string }) {
  return (
    <time className="whitespace-nowrap" dateTime={at.toISOString()} title={formatDateTime(at, zone)}>
      {formatRelative(at, now)}
    </time>
  );
}

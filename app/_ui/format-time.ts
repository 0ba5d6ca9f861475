const formatters = new Map<string, Intl.DateTimeFormat>();

/** The parts of an instant as a clock in that zone shows them. Formatters are kept, one a zone: making one costs more than using it. */
function partsIn(at: Date, zone: string): Record<string, string> {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      hour12: true,
      timeZoneName: "short",
    });
    formatters.set(zone, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** "Wed 4 Mar 2026". `zone` is an IANA name. */
export function formatDate(at: Date, zone: string): string {
  const { weekday, day, month, year } = partsIn(at, zone);
  return `${weekday} ${day} ${month} ${year}`;
}

/** "2:30 PM", without the zone: only for use beside a time that names it. */
function clock(at: Date, zone: string): string {
  const { hour, minute, dayPeriod } = partsIn(at, zone);
  return `${hour}:${minute} ${dayPeriod}`;
}

/** "2:30 PM EST". */
export function formatTime(at: Date, zone: string): string {
  return `${clock(at, zone)} ${partsIn(at, zone).timeZoneName}`;
}

/** "Wed 4 Mar 2026, 2:30 PM EST". */
export function formatDateTime(at: Date, zone: string): string {
  return `${formatDate(at, zone)}, ${formatTime(at, zone)}`;
}

/** "Wed 4 Mar 2026, 2:30 PM – 4:00 PM EST"; both dates, and both zones' names, when they differ. */
export function formatRange(from: Date, to: Date, zone: string): string {
  if (formatDate(from, zone) !== formatDate(to, zone)) return `${formatDateTime(from, zone)} – ${formatDateTime(to, zone)}`;
  const sameOffset = partsIn(from, zone).timeZoneName === partsIn(to, zone).timeZoneName;
  const start = sameOffset ? clock(from, zone) : formatTime(from, zone);
  return `${formatDate(from, zone)}, ${start} – ${formatTime(to, zone)}`;
}

const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "always" });

/** "3 minutes ago", "in 2 days": `at` as seen from `now`; "just now" within a minute. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return "just now";
  if (size < 3_600) return relative.format(Math.trunc(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3_600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}

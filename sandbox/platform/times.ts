/** `YYYY-MM-DD HH:MM:SS` in UTC, as the platform writes instants. */
export const utcText = (at: Date) => at.toISOString().slice(0, 19).replace("T", " ");

/** One format a zone, made when it is first needed: making one costs a hundred times what using it does. */
function perZone(locale: string, options: Intl.DateTimeFormatOptions): (timeZone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const format = made.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
    made.set(timeZone, format);
    return format;
  };
}

const two = "2-digit" as const;
const wallClock = perZone("en-CA", { year: "numeric", month: two, day: two, hour: two, minute: two, second: two, hourCycle: "h23" });
const zoneName = perZone("en-US", { timeZoneName: "short" });

/** The wall-clock date and time of an instant in an IANA zone. */
export function localParts(at: Date, timeZone: string): { date: string; time: string } {
  const parts = wallClock(timeZone).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return { date: `${part("year")}-${part("month")}-${part("day")}`, time: `${part("hour")}:${part("minute")}:${part("second")}` };
}

/** An instant in a zone's wall-clock time with its offset from UTC, as in `2026-12-01T09:00:00-06:00`. */
export function offsetText(at: Date, timeZone: string): string {
  const { date, time } = localParts(at, timeZone);
  const minutes = Math.round((Date.parse(`${date}T${time}Z`) - Math.floor(at.getTime() / 1000) * 1000) / 60_000);
  const digits = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${date}T${time}${minutes < 0 ? "-" : "+"}${digits(Math.abs(minutes) / 60)}:${digits(Math.abs(minutes) % 60)}`;
}

/** The zone as the wire has it; `offset` is in hours from UTC at that instant. */
export function zoneFacts(at: Date, timeZone: string) {
  const { date, time } = localParts(at, timeZone);
  const offset = (Date.parse(`${date}T${time}Z`) - Math.floor(at.getTime() / 1000) * 1000) / 3_600_000;
  const short = zoneName(timeZone)
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName");
  return { id: timeZone, name: timeZone, short: short?.value ?? timeZone, offset };
}

/**
 * The instant of a wall-clock time in a zone. A time that the clocks leave out, in a gap, is counted with the offset before the gap, as
 * calendars do (RFC 5545, 3.3.5): it comes back as `gapStart`. Of a time that the clocks show twice, the first is meant.
 */
export function readLocal(text: string, timeZone: string): { start: Date; gapStart: string | null } {
  const asUtc = Date.parse(`${text}Z`);
  const offsetAt = (at: number) => zoneFacts(new Date(at), timeZone).offset * 3_600_000;
  const start = new Date(asUtc - offsetAt(asUtc - 86_400_000));
  const shown = (at: Date) => new Date(at.getTime() + offsetAt(at.getTime())).getTime();
  if (shown(start) === asUtc) return { start, gapStart: null };
  const later = new Date(asUtc - offsetAt(asUtc + 86_400_000));
  return shown(later) === asUtc ? { start: later, gapStart: null } : { start, gapStart: text };
}

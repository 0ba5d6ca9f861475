import { Temporal } from "temporal-polyfill";

/** A calendar's text around its components' lines. */
export const calendar = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", ...lines, "END:VCALENDAR", ""].join("\r\n");

export const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:one@example.org", "DTSTAMP:20260101T000000Z", ...lines, "END:VEVENT"];

const two = (number: number) => String(number).padStart(2, "0");
const offsetText = (ns: number) =>
  `${ns < 0 ? "-" : "+"}${two(Math.floor(Math.abs(ns) / 3.6e12))}${two(Math.floor((Math.abs(ns) / 6e10) % 60))}`;
/** A time on the wall as iCalendar writes it. */
export const wallText = (wall: Temporal.PlainDateTime) => wall.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");

/** The clock changes of a zone in some years. */
export function changesOf(timeZone: string, [firstYear, lastYear]: [number, number]) {
  const changes: Temporal.ZonedDateTime[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from({ timeZone, year: firstYear, month: 1, day: 1 });
  for (at = at.getTimeZoneTransition("next"); at && at.year <= lastYear; at = at.getTimeZoneTransition("next")) changes.push(at);
  return changes.map((after) => ({ after, before: after.subtract({ nanoseconds: 1 }) }));
}

/** A zone's definition under a name that is nobody's, one observance a change, as some calendars write it. */
export function definitionOf(timeZone: string, tzid: string): string[] {
  const observances = changesOf(timeZone, [2025, 2028]).flatMap(({ before, after }) => {
    const name = after.offsetNanoseconds > before.offsetNanoseconds ? "DAYLIGHT" : "STANDARD";
    const wall = after.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime();
    return [
      `BEGIN:${name}`,
      `DTSTART:${wallText(wall)}`,
      `TZOFFSETFROM:${offsetText(before.offsetNanoseconds)}`,
      `TZOFFSETTO:${offsetText(after.offsetNanoseconds)}`,
      `END:${name}`,
    ];
  });
  return ["BEGIN:VTIMEZONE", `TZID:${tzid}`, ...observances, "END:VTIMEZONE"];
}

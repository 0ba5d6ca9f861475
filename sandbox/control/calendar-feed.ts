const stamp = (at: Date) => at.toISOString().slice(0, 10).replaceAll("-", "");

const event = (uid: string, date: string, [from, to]: [string, string], more: string[] = []) => [
  "BEGIN:VEVENT",
  `UID:${uid}@sandbox.example`,
  "DTSTAMP:20260101T000000Z",
  `DTSTART:${date}T${from}`,
  `DTEND:${date}T${to}`,
  ...more,
  "END:VEVENT",
];

/** Somebody's calendar (RFC 5545), with two events whose times are by the clock of whoever reads it. */
export function calendarFeed(now: Date): string {
  const tomorrow = stamp(new Date(now.getTime() + 86_400_000));
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Holdfast sandbox//A calendar//EN",
    ...event("lunch", "20260105", ["120000", "130000"], ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "SUMMARY:Lunch"]),
    ...event("dentist", tomorrow, ["150000", "160000"], ["SUMMARY:Dentist"]),
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

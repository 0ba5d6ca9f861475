const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** A calendar date, "2026-03-04", in words: "4 March 2026". It belongs to no zone. */
export function longDate(date: string): string {
  return format.format(new Date(`${date}T00:00:00Z`));
}

import { Temporal } from "temporal-polyfill";

/** The calendar month, as `YYYY-MM-01`, in which a moment falls by the clocks of a zone: a unit counts in the month of its work's start. */
export function unitMonth(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().with({ day: 1 }).toString();
}

import { Temporal } from "temporal-polyfill";
import type { Caps, SpanStarts } from "@/db/queries/holds";
import type { RulesRow } from "@/db/queries/rules";
import { affordableUnits } from "@/lib/billing/month-so-far";

/** The day, as `YYYY-MM-DD`, on which a moment falls by the clocks of a zone: a unit counts where its work begins. */
export function unitDay(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The moment at which a day begins by the clocks of a zone. */
export function startOfDay(day: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}

/** The first days of the spans in which a day lies: itself, its Monday, the first of its month. */
export function spanStarts(day: string): SpanStarts {
  const date = Temporal.PlainDate.from(day);
  return { day, week: date.subtract({ days: date.dayOfWeek - 1 }).toString(), month: date.with({ day: 1 }).toString() };
}

/** The most units that a member's rules allow of each span; what may be spent in a month counts in whole units. */
export function capsOf({
  unitsPerDay,
  unitsPerWeek,
  unitsPerMonth,
  spendCapCents,
}: Pick<RulesRow, "unitsPerDay" | "unitsPerWeek" | "unitsPerMonth" | "spendCapCents">): Caps {
  const affordable = spendCapCents === null ? unitsPerMonth : affordableUnits(spendCapCents);
  return { day: unitsPerDay, week: unitsPerWeek, month: Math.min(unitsPerMonth, affordable) };
}

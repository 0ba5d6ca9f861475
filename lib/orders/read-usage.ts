import { Temporal } from "temporal-polyfill";
import { transaction } from "@/db/client";
import { chargedSince } from "@/db/queries/charges";
import { type Caps, dailyUnits, type Span, unitsTaken } from "@/db/queries/holds";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { monthSoFar, projectMonth } from "@/lib/billing/month-so-far";
import { planOf } from "@/lib/billing/plan";
import { capsOf, spanStarts, startOfDay, unitDay } from "@/lib/orders/unit-spans";
import { scheduleOf } from "@/lib/schedule/read-schedule";
import { prices } from "@/lib/terms/prices";

/** The current calendar month in the member's zone, by the clocks of which its days are. */
export interface Usage {
  timeZone: string;
  /** Today, `YYYY-MM-DD`. */
  today: string;
  /** Every day of the month with the units of work that begins on it. */
  days: { day: string; units: number }[];
  /** Units of the day, week and month that today lies in. */
  taken: Record<Span, number>;
  /** The most units of each; null before rules are saved. */
  caps: Caps | null;
  /**
   * What was charged this month and the plan; what it comes to at this pace; and, whenever it is charged, what the work of this month comes to
   * with what is held and asked for, beside the most that the member lets it come to.
   */
  spend: {
    soFarCents: number;
    chargedCents: number;
    projectedCents: number;
    projectedUnits: number;
    takenCents: number;
    capCents: number | null;
  };
}

/** What the member has used and spent of this month, beside the limits that they have set. */
export async function readUsage(accountId: string): Promise<Usage> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const { timeZone } = await scheduleOf(tx, accountId);
    const today = unitDay(now(), timeZone);
    const date = Temporal.PlainDate.from(today);
    const starts = spanStarts(today);
    const first = date.with({ day: 1 });
    const last = date.with({ day: date.daysInMonth }).toString();
    const byDay = new Map((await dailyUnits(tx, accountId, starts.month, last)).map(({ day, taken }) => [day, taken]));
    const days = Array.from({ length: date.daysInMonth }, (_, index) => first.add({ days: index }).toString());
    const rules = await findRules(tx, accountId);
    const caps = rules ? capsOf(rules) : null;
    const plan = await planOf(tx, accountId);
    const chargedCents = await chargedSince(tx, accountId, startOfDay(starts.month, timeZone));
    const { day: daysBegun, daysInMonth } = date;
    const projected = projectMonth(plan, { chargedCents, daysBegun, daysInMonth, mostUnits: caps?.month ?? null });
    const [taken] = await unitsTaken(tx, accountId, [starts]);
    return {
      timeZone,
      today,
      days: days.map((day) => ({ day, units: byDay.get(day) ?? 0 })),
      taken: taken ?? { day: 0, week: 0, month: 0 },
      caps,
      spend: {
        chargedCents,
        soFarCents: monthSoFar(plan, chargedCents),
        projectedCents: projected.cents,
        projectedUnits: projected.units,
        takenCents: (taken?.month ?? 0) * prices.unitCents,
        capCents: rules?.spendCapCents ?? null,
      },
    };
  });
}

import { and, asc, count, eq, gte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { waitForTurn } from "@/db/queries/turn";
import { dateOverrides, type Stretch, schedules, timeOff, weeklyHours } from "@/db/schema";

export type HoursRow = Omit<typeof weeklyHours.$inferSelect, "accountId">;

/** Has what counts before it adds to an account's schedule wait for one another until its transactions end. Take it before counting. */
export async function lockSchedule(tx: Tx, accountId: string): Promise<void> {
  await waitForTurn(tx, `schedule:${accountId}`);
}

/** A new account's time zone, before it has any hours. */
export async function startSchedule(tx: Tx, accountId: string, timeZone: string, at: Date): Promise<void> {
  await tx.insert(schedules).values({ accountId, timeZone, changedAt: at });
}

export async function findTimeZone(tx: Tx, accountId: string): Promise<string | null> {
  const [row] = await tx.select({ timeZone: schedules.timeZone }).from(schedules).where(eq(schedules.accountId, accountId));
  return row?.timeZone ?? null;
}

/** The member's zone, and the minutes that they keep free around each job. */
export async function findSettings(
  tx: Tx,
  accountId: string,
): Promise<Pick<typeof schedules.$inferSelect, "timeZone" | "beforeMinutes" | "afterMinutes"> | null> {
  const [row] = await tx
    .select({ timeZone: schedules.timeZone, beforeMinutes: schedules.beforeMinutes, afterMinutes: schedules.afterMinutes })
    .from(schedules)
    .where(eq(schedules.accountId, accountId));
  return row ?? null;
}

/** Puts the minutes around each job in the place of those that were. False for an account without a schedule. */
export async function putMargins(
  tx: Tx,
  accountId: string,
  margins: { beforeMinutes: number; afterMinutes: number },
  at: Date,
): Promise<boolean> {
  const changed = await tx
    .update(schedules)
    .set({ ...margins, changedAt: at })
    .where(eq(schedules.accountId, accountId))
    .returning({ id: schedules.accountId });
  return changed.length === 1;
}

/** Weekly hours, Monday first. */
export async function listHours(tx: Tx, accountId: string): Promise<HoursRow[]> {
  return await tx
    .select({ weekday: weeklyHours.weekday, startMinute: weeklyHours.startMinute, endMinute: weeklyHours.endMinute })
    .from(weeklyHours)
    .where(eq(weeklyHours.accountId, accountId))
    .orderBy(asc(weeklyHours.weekday), asc(weeklyHours.startMinute));
}

/** Puts a time zone and hours in the place of those that were. */
export async function replaceSchedule(tx: Tx, accountId: string, timeZone: string, hours: HoursRow[], at: Date): Promise<void> {
  const changes = { timeZone, changedAt: at };
  await tx
    .insert(schedules)
    .values({ accountId, ...changes })
    .onConflictDoUpdate({ target: schedules.accountId, set: changes });
  await tx.delete(weeklyHours).where(eq(weeklyHours.accountId, accountId));
  if (hours.length > 0) await tx.insert(weeklyHours).values(hours.map((row) => ({ accountId, ...row })));
}

/** Dates that differ from the week, earliest first; past ones are left out from `since` on, `YYYY-MM-DD`. */
export async function listOverrides(tx: Tx, accountId: string, since?: string): Promise<{ date: string; stretches: Stretch[] }[]> {
  return await tx
    .select({ date: dateOverrides.date, stretches: dateOverrides.stretches })
    .from(dateOverrides)
    .where(and(eq(dateOverrides.accountId, accountId), since ? gte(dateOverrides.date, since) : undefined))
    .orderBy(asc(dateOverrides.date));
}

/** Puts stretches in the place of those that a date had. */
export async function putOverride(tx: Tx, accountId: string, date: string, stretches: Stretch[]): Promise<void> {
  await tx
    .insert(dateOverrides)
    .values({ accountId, date, stretches })
    .onConflictDoUpdate({ target: [dateOverrides.accountId, dateOverrides.date], set: { stretches } });
}

export async function deleteOverride(tx: Tx, accountId: string, date: string): Promise<void> {
  await tx.delete(dateOverrides).where(and(eq(dateOverrides.accountId, accountId), eq(dateOverrides.date, date)));
}

/** Time off, earliest first; what ended before `since` is left out, `YYYY-MM-DD`. */
export async function listTimeOff(
  tx: Tx,
  accountId: string,
  since?: string,
): Promise<{ id: string; firstDate: string; lastDate: string }[]> {
  return await tx
    .select({ id: timeOff.id, firstDate: timeOff.firstDate, lastDate: timeOff.lastDate })
    .from(timeOff)
    .where(and(eq(timeOff.accountId, accountId), since ? gte(timeOff.lastDate, since) : undefined))
    .orderBy(asc(timeOff.firstDate));
}

export async function insertTimeOff(tx: Tx, row: { accountId: string; firstDate: string; lastDate: string }): Promise<void> {
  await tx.insert(timeOff).values(row);
}

/** False when there is no such time off of this account. */
export async function deleteTimeOff(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const gone = await tx
    .delete(timeOff)
    .where(and(eq(timeOff.accountId, accountId), eq(timeOff.id, id)))
    .returning({ id: timeOff.id });
  return gone.length === 1;
}

/** How many rows an account has of what it may add without end. */
export async function countExceptions(tx: Tx, accountId: string): Promise<number> {
  const [dates] = await tx.select({ n: count() }).from(dateOverrides).where(eq(dateOverrides.accountId, accountId));
  const [off] = await tx.select({ n: count() }).from(timeOff).where(eq(timeOff.accountId, accountId));
  return (dates?.n ?? 0) + (off?.n ?? 0);
}

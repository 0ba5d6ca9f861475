import { asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { schedules, weeklyHours } from "@/db/schema";

export type HoursRow = Omit<typeof weeklyHours.$inferSelect, "accountId">;

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

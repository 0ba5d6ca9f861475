import { asc, desc, eq, gte, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { controlAsks, controlDays, controlResults, controlStates, evidenceStatements } from "@/db/schema";

export type ControlState = typeof controlStates.$inferSelect;
export type ControlDay = typeof controlDays.$inferSelect;
export type NewResult = Omit<typeof controlResults.$inferInsert, "id">;
export type EvidenceRow = typeof evidenceStatements.$inferSelect;

export async function listControlStates(tx: Tx): Promise<ControlState[]> {
  return await tx.select().from(controlStates).orderBy(asc(controlStates.checkId));
}

export async function findControlState(tx: Tx, checkId: string): Promise<ControlState | null> {
  const [row] = await tx.select().from(controlStates).where(eq(controlStates.checkId, checkId));
  return row ?? null;
}

/** Adds what a look saw: to the history, to its day's count, and as how the check stands now. */
export async function keepResult(tx: Tx, result: NewResult, state: ControlState): Promise<void> {
  await tx.insert(controlResults).values(result);
  const day = result.at.toISOString().slice(0, 10);
  const one = { holds: 0, fails: 0, unknown: 0, [result.result]: 1 };
  await tx
    .insert(controlDays)
    .values({ day, checkId: result.checkId, ...one })
    .onConflictDoUpdate({
      target: [controlDays.day, controlDays.checkId],
      set: {
        holds: sql`${controlDays.holds} + ${one.holds}`,
        fails: sql`${controlDays.fails} + ${one.fails}`,
        unknown: sql`${controlDays.unknown} + ${one.unknown}`,
      },
    });
  await tx.insert(controlStates).values(state).onConflictDoUpdate({ target: controlStates.checkId, set: state });
}

/** The counts of each check and day from a day on. */
export async function controlDaysSince(tx: Tx, day: string): Promise<ControlDay[]> {
  return await tx.select().from(controlDays).where(gte(controlDays.day, day)).orderBy(asc(controlDays.day));
}

/** How many checks do not hold although they did, or fail. */
export async function countAlarmed(tx: Tx): Promise<number> {
  return await tx.$count(controlStates, sql`${controlStates.alarmedAt} is not null`);
}

/** Takes up every open ask. How many it were. */
export async function takeControlAsks(tx: Tx, at: Date): Promise<number> {
  const taken = await tx.update(controlAsks).set({ takenAt: at }).where(isNull(controlAsks.takenAt)).returning({ id: controlAsks.id });
  return taken.length;
}

/** Adds an ask. Its id. */
export async function insertControlAsk(tx: Tx, askedBy: string): Promise<string> {
  const [row] = await tx.insert(controlAsks).values({ askedBy }).returning({ id: controlAsks.id });
  if (!row) throw new Error("an insert returned no row");
  return row.id;
}

export async function newestEvidence(tx: Tx): Promise<EvidenceRow | null> {
  const [row] = await tx.select().from(evidenceStatements).orderBy(desc(evidenceStatements.sequence)).limit(1);
  return row ?? null;
}

export async function findEvidence(tx: Tx, sequence: number): Promise<EvidenceRow | null> {
  const [row] = await tx.select().from(evidenceStatements).where(eq(evidenceStatements.sequence, sequence));
  return row ?? null;
}

/** Fails when there is one of that sequence: of two that sign at once, one is kept. */
export async function insertEvidence(tx: Tx, row: EvidenceRow): Promise<void> {
  await tx.insert(evidenceStatements).values(row);
}

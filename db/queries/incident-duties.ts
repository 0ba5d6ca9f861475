import { and, asc, eq, isNull, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, correctiveActions, incidentFilings, incidents } from "@/db/schema";

export type FilingRow = typeof incidentFilings.$inferSelect;
export type ActionRow = typeof correctiveActions.$inferSelect;

/** False when this authority is being looked at for this incident already. */
export async function insertFiling(tx: Tx, filing: Pick<FilingRow, "incidentId" | "authority" | "dueAt">): Promise<boolean> {
  return (await tx.insert(incidentFilings).values(filing).onConflictDoNothing().returning({ id: incidentFilings.id })).length === 1;
}

type Settled = Partial<Pick<FilingRow, "reference" | "copy" | "reason">> & Pick<FilingRow, "decidedBy" | "decidedAt">;

/** Settles a filing that is due, once. Null when it is settled, or not this incident's. */
export async function settleFiling(
  tx: Tx,
  { incidentId, id }: Pick<FilingRow, "incidentId" | "id">,
  state: "filed" | "not_required",
  settled: Settled,
): Promise<FilingRow | null> {
  const [row] = await tx
    .update(incidentFilings)
    .set({ state, ...settled })
    .where(and(eq(incidentFilings.id, id), eq(incidentFilings.incidentId, incidentId), eq(incidentFilings.state, "due")))
    .returning();
  return row ?? null;
}

export async function listFilings(tx: Tx, incidentId: string): Promise<FilingRow[]> {
  return await tx.select().from(incidentFilings).where(eq(incidentFilings.incidentId, incidentId)).orderBy(asc(incidentFilings.dueAt));
}

export async function insertAction(tx: Tx, action: Pick<ActionRow, "incidentId" | "text" | "ownerId" | "dueAt">): Promise<void> {
  await tx.insert(correctiveActions).values(action);
}

/** Notes what a corrective action led to, once. False when it is done already, or not this incident's. */
export async function finishAction(
  tx: Tx,
  { incidentId, id }: Pick<ActionRow, "incidentId" | "id">,
  done: { link: string; doneAt: Date; doneBy: string },
): Promise<boolean> {
  const rows = await tx
    .update(correctiveActions)
    .set(done)
    .where(and(eq(correctiveActions.id, id), eq(correctiveActions.incidentId, incidentId), isNull(correctiveActions.doneAt)))
    .returning({ id: correctiveActions.id });
  return rows.length === 1;
}

/** Corrective actions with their owners' addresses, in the order in which they are due. */
export async function listActions(tx: Tx, incidentId: string): Promise<(ActionRow & { owner: string })[]> {
  const rows = await tx
    .select({ action: correctiveActions, owner: accounts.email })
    .from(correctiveActions)
    .innerJoin(accounts, eq(accounts.id, correctiveActions.ownerId))
    .where(eq(correctiveActions.incidentId, incidentId))
    .orderBy(asc(correctiveActions.dueAt), asc(correctiveActions.id));
  return rows.map(({ action, owner }) => ({ ...action, owner }));
}

/** Corrective actions that are late, of drills not. */
export async function countLateActions(tx: Tx, at: Date): Promise<number> {
  const late = await tx
    .select({ id: correctiveActions.id })
    .from(correctiveActions)
    .innerJoin(incidents, and(eq(incidents.id, correctiveActions.incidentId), eq(incidents.drill, false)))
    .where(and(isNull(correctiveActions.doneAt), lt(correctiveActions.dueAt, at)));
  return late.length;
}

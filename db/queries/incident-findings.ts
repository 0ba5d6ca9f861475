import { and, asc, desc, eq, lte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { affectedFindings, affectedMembers } from "@/db/schema";
import type { FindingCriteria } from "@/db/schema/incident-findings";

export type { FindingCriteria };
export type FindingRow = typeof affectedFindings.$inferSelect;
export type AffectedRow = typeof affectedMembers.$inferSelect;

export async function insertFinding(
  tx: Tx,
  finding: Pick<FindingRow, "incidentId" | "criteria" | "askedBy" | "nextStepAt">,
): Promise<string> {
  const [row] = await tx.insert(affectedFindings).values(finding).returning({ id: affectedFindings.id });
  if (!row) throw new Error("the question was not added");
  return row.id;
}

/** An incident's findings, newest first. */
export async function listFindings(tx: Tx, incidentId: string): Promise<FindingRow[]> {
  return await tx
    .select()
    .from(affectedFindings)
    .where(eq(affectedFindings.incidentId, incidentId))
    .orderBy(desc(affectedFindings.createdAt), desc(affectedFindings.id));
}

export async function findFinding(tx: Tx, incidentId: string, id: string): Promise<FindingRow | null> {
  const [row] = await tx
    .select()
    .from(affectedFindings)
    .where(and(eq(affectedFindings.id, id), eq(affectedFindings.incidentId, incidentId)));
  return row ?? null;
}

/** Whom a finding of this incident names, in the order of their ids; those after `after` where it is given. */
export async function listAffected(tx: Tx, findingId: string, limit: number): Promise<AffectedRow[]> {
  return await tx
    .select()
    .from(affectedMembers)
    .where(eq(affectedMembers.findingId, findingId))
    .orderBy(asc(affectedMembers.accountId))
    .limit(limit);
}

/** The same, their ids alone, of a finding that is this incident's. */
export async function affectedIds(tx: Tx, incidentId: string, findingId: string, limit: number): Promise<string[]> {
  if (!(await findFinding(tx, incidentId, findingId))) return [];
  return (await listAffected(tx, findingId, limit)).map(({ accountId }) => accountId);
}

/** Findings that the worker is to answer. */
export async function dueFindings(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: affectedFindings.id })
    .from(affectedFindings)
    .where(lte(affectedFindings.nextStepAt, at))
    .orderBy(asc(affectedFindings.nextStepAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Takes a finding in hand until `againAt`; null when it is answered, or in hand already: the WHERE decides. */
export async function beginFinding(tx: Tx, id: string, at: Date, againAt: Date): Promise<FindingRow | null> {
  const [row] = await tx
    .update(affectedFindings)
    .set({ nextStepAt: againAt })
    .where(and(eq(affectedFindings.id, id), lte(affectedFindings.nextStepAt, at)))
    .returning();
  return row ?? null;
}

/** Writes down whom a finding names, in the place of what a try before may have left. */
export async function answerFinding(tx: Tx, id: string, members: Omit<AffectedRow, "findingId">[], at: Date): Promise<void> {
  await tx.delete(affectedMembers).where(eq(affectedMembers.findingId, id));
  for (let start = 0; start < members.length; start += 1_000) {
    await tx.insert(affectedMembers).values(members.slice(start, start + 1_000).map((member) => ({ ...member, findingId: id })));
  }
  await tx.update(affectedFindings).set({ nextStepAt: null, answeredAt: at, members: members.length }).where(eq(affectedFindings.id, id));
}

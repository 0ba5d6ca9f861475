import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { giveAnnouncementsUp, insertMails } from "@/db/queries/outbox";
import { waitForTurn } from "@/db/queries/turn";
import { accounts, processorChanges, processors } from "@/db/schema";

const p = processors;
const c = processorChanges;
export type ProcessorRow = typeof p.$inferSelect;
export type ChangeRow = typeof c.$inferSelect;
export type Promised = Pick<ProcessorRow, "code" | "name" | "purpose" | "data" | "region" | "hosts">;
export type ProcessorFacts = Pick<ProcessorRow, "agreement" | "agreedOn" | "certificate" | "certificateUntil" | "reviewedOn" | "reviewDue">;

const open = and(isNull(c.appliedAt), isNull(c.calledOffAt));

/** Processors that data goes to, by name. */
export async function listProcessorRows(tx: Tx): Promise<ProcessorRow[]> {
  return await tx.select().from(p).where(isNull(p.withdrawnAt)).orderBy(asc(p.name), asc(p.id));
}

/** Changes that are announced and not in effect, soonest first. */
export async function listOpenChanges(tx: Tx): Promise<ChangeRow[]> {
  return await tx.select().from(c).where(open).orderBy(asc(c.effectiveAt), asc(c.id));
}

export async function findProcessor(tx: Tx, code: string): Promise<ProcessorRow | null> {
  const [row] = await tx
    .select()
    .from(p)
    .where(and(eq(p.code, code), isNull(p.withdrawnAt)));
  return row ?? null;
}

/** Begins an empty register. Of two workers at once one does; a register that has had an entry is never begun again. */
export async function seedProcessorRows(tx: Tx, entries: Promised[], at: Date): Promise<number> {
  await waitForTurn(tx, "holdfast processors");
  const [any] = await tx.select({ id: p.id }).from(p).limit(1);
  if (any) return 0;
  await tx.insert(p).values(entries.map((entry) => ({ ...entry, since: at })));
  return entries.length;
}

/** Keeps what the organisation knows of a processor. Null when there is none that is not withdrawn. */
export async function putFacts(tx: Tx, id: string, facts: ProcessorFacts): Promise<ProcessorRow | null> {
  const [row] = await tx
    .update(p)
    .set(facts)
    .where(and(eq(p.id, id), isNull(p.withdrawnAt)))
    .returning();
  return row ?? null;
}

/** Ends a processor. Null when it is withdrawn already, or there is none: the WHERE decides between two at once. */
export async function withdrawProcessorRow(tx: Tx, id: string, at: Date): Promise<ProcessorRow | null> {
  const [row] = await tx
    .update(p)
    .set({ withdrawnAt: at })
    .where(and(eq(p.id, id), isNull(p.withdrawnAt)))
    .returning();
  return row ?? null;
}

/** @throws a unique violation of processor_changes_one_a_processor, when one is announced already. */
export async function insertChange(
  tx: Tx,
  change: Promised & Pick<ChangeRow, "urgentReason" | "announcedBy" | "announcedAt" | "effectiveAt">,
): Promise<ChangeRow> {
  const [row] = await tx.insert(c).values(change).returning();
  if (!row) throw new Error("the change was not stored");
  return row;
}

/** Takes an announced change back, before it is in effect. Null when it is, or was taken back already. */
export async function callOffRow(tx: Tx, id: string, at: Date): Promise<ChangeRow | null> {
  const [row] = await tx
    .update(c)
    .set({ calledOffAt: at })
    .where(and(eq(c.id, id), open))
    .returning();
  return row ?? null;
}

/** A change whose mails to members are not all in the outbox yet, held against other workers until the transaction ends; null for none. */
export async function takeUnmailed(tx: Tx): Promise<ChangeRow | null> {
  const [row] = await tx
    .select()
    .from(c)
    .where(and(open, isNull(c.mailedAt)))
    .orderBy(asc(c.id))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

/**
 * Puts a mail each to the next accounts that can log in, in the order of their ids, into the outbox, and notes how far it came, and when
 * there were no more. Returns how many, at most `limit`.
 */
export async function mailNext(
  tx: Tx,
  { id, mailedTo }: ChangeRow,
  facts: Record<string, string | number>,
  { at, limit }: Batch,
): Promise<number> {
  const next = await accountsAfter(tx, mailedTo, limit);
  await insertMails(
    tx,
    next.map((accountId) => ({ template: "processor-change", accountId, subjectId: id, facts })),
  );
  await tx
    .update(c)
    .set({ mailedTo: next.at(-1) ?? mailedTo, mailedAt: next.length < limit ? at : null })
    .where(eq(c.id, id));
  return next.length;
}

/** A change that was called off while, or after, members were told of it, and that not all of them know to be; held as above. */
export async function takeUnrecalled(tx: Tx): Promise<ChangeRow | null> {
  const [row] = await tx
    .select()
    .from(c)
    .where(and(isNotNull(c.calledOffAt), isNotNull(c.mailedTo), isNull(c.recalledAt)))
    .orderBy(asc(c.id))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

/**
 * Puts a mail each that a change is called off to the next of those who were told of it, and notes how far it came. Mails of the change that
 * still wait are given up; whose mail had not even been tried knows of nothing, and gets none. Returns how many get one, and how many none.
 */
export async function recallNext(
  tx: Tx,
  { id, mailedTo, recalledTo }: ChangeRow,
  facts: Record<string, string | number>,
  { at, limit }: Batch,
): Promise<{ told: number; spared: number }> {
  const next = await accountsAfter(tx, recalledTo, limit, mailedTo);
  const givenUp = await giveAnnouncementsUp(tx, id, next, at);
  const spared = new Set(givenUp.filter(({ attempts }) => attempts === 0).map(({ accountId }) => accountId));
  const told = next.filter((accountId) => !spared.has(accountId));
  await insertMails(
    tx,
    told.map((accountId) => ({ template: "processor-change-called-off", accountId, subjectId: id, facts })),
  );
  const end = { mailedTo: null, recalledTo: null, recalledAt: at };
  await tx
    .update(c)
    .set(next.length < limit ? end : { recalledTo: next.at(-1) ?? null })
    .where(eq(c.id, id));
  return { told: told.length, spared: spared.size };
}

type Batch = { at: Date; limit: number };

/** The next accounts that can log in, by id: behind one, and up to one. */
async function accountsAfter(tx: Tx, after: string | null, limit: number, upTo: string | null = null): Promise<string[]> {
  const behind = after === null ? undefined : gt(accounts.id, after);
  const until = upTo === null ? undefined : lte(accounts.id, upTo);
  const rows = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(inArray(accounts.state, ["active", "suspended"]), behind, until))
    .orderBy(asc(accounts.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Changes whose time has come and whose mails are in the outbox: marks them as in effect, for good, and returns them. */
export async function takeDue(tx: Tx, at: Date): Promise<ChangeRow[]> {
  return await tx
    .update(c)
    .set({ appliedAt: at, mailedTo: null })
    .where(and(open, isNotNull(c.mailedAt), lte(c.effectiveAt, at)))
    .returning();
}

/** Puts what was announced in the place of what stood, or adds it. Returns the processor's id. */
export async function applyChange(tx: Tx, { code, name, purpose, data, region, hosts }: ChangeRow, at: Date): Promise<string> {
  const promised = { code, name, purpose, data, region, hosts };
  const [changed] = await tx
    .update(p)
    .set(promised)
    .where(and(eq(p.code, code), isNull(p.withdrawnAt)))
    .returning({ id: p.id });
  if (changed) return changed.id;
  const [added] = await tx
    .insert(p)
    .values({ ...promised, since: at })
    .returning({ id: p.id });
  if (!added) throw new Error("the processor was not added");
  return added.id;
}

/** How many processors have something that somebody has to see to before `until` (a day, as 2026-11-30): a certificate or a review. */
export async function countProcessorsDue(tx: Tx, until: string): Promise<number> {
  const [row] = await tx
    .select({ number: sql<number>`count(*)::int` })
    .from(p)
    .where(and(isNull(p.withdrawnAt), sql`(${p.certificateUntil} <= ${until} or ${p.reviewDue} <= ${until})`));
  return row?.number ?? 0;
}

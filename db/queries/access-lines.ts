import { and, asc, count, desc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accessChain, accessLines } from "@/db/schema";

export type AccessLine = typeof accessLines.$inferSelect;
export type NewAccessLine = Omit<typeof accessLines.$inferInsert, "createdAt"> & { id: string };

/** More values than this in one statement PostgreSQL's protocol does not take. */
const perStatement = 2_000;

export async function insertAccessLines(tx: Tx, lines: NewAccessLine[]): Promise<void> {
  for (let done = 0; done < lines.length; done += perStatement) {
    await tx.insert(accessLines).values(lines.slice(done, done + perStatement));
  }
}

/** Lines that the chain does not cover yet, oldest id first; ids begin with the time at which they were made. */
export async function unchainedLines(tx: Tx, fromId: string, limit: number): Promise<AccessLine[]> {
  const rows = await tx
    .select({ line: accessLines })
    .from(accessLines)
    .leftJoin(accessChain, eq(accessChain.lineId, accessLines.id))
    .where(and(gte(accessLines.id, fromId), isNull(accessChain.lineId)))
    .orderBy(asc(accessLines.id))
    .limit(limit);
  return rows.map(({ line }) => line);
}

/** How many lines the chain does not cover yet. */
export async function countUnchained(tx: Tx): Promise<number> {
  const [row] = await tx
    .select({ lines: count() })
    .from(accessLines)
    .leftJoin(accessChain, eq(accessChain.lineId, accessLines.id))
    .where(isNull(accessChain.lineId));
  return row?.lines ?? 0;
}

/** Before the account's line of this id in time; nothing is before a line that is not the account's. */
const earlierThan = (subject: string, before: string) =>
  sql`(${accessLines.at}, ${accessLines.id}) < (select it.at, it.id from ${accessLines} it where it.id = ${before} and it.subject = ${subject})`;

/** The latest lines about an account with one of these acts, newest first; those before the line of id `before` where one is given. */
export async function listLinesAbout(
  tx: Tx,
  subject: string,
  acts: readonly string[],
  limit: number,
  before?: string,
): Promise<AccessLine[]> {
  return await tx
    .select()
    .from(accessLines)
    .where(and(eq(accessLines.subject, subject), inArray(accessLines.act, [...acts]), before ? earlierThan(subject, before) : undefined))
    .orderBy(desc(accessLines.at), desc(accessLines.id))
    .limit(limit);
}

/** The same of every act; with `staffOnly` what staff and the operator at the host did. */
export async function listLines(
  tx: Tx,
  subject: string,
  { limit, staffOnly, before }: { limit: number; staffOnly: boolean; before: string | null },
): Promise<AccessLine[]> {
  const byPeople = staffOnly ? sql`${accessLines.actor} ~ '^(staff|host):'` : undefined;
  return await tx
    .select()
    .from(accessLines)
    .where(and(eq(accessLines.subject, subject), byPeople, before ? earlierThan(subject, before) : undefined))
    .orderBy(desc(accessLines.at), desc(accessLines.id))
    .limit(limit);
}

/** The account's line of one act on one object, with its place in the chain; null when there is none. The link is null until it is chained. */
export async function findChained(tx: Tx, { subject, act, object }: Pick<AccessLine, "act" | "object"> & { subject: string }) {
  const [row] = await tx
    .select({ at: accessLines.at, sequence: accessChain.sequence, hash: accessChain.hash })
    .from(accessLines)
    .leftJoin(accessChain, eq(accessChain.lineId, accessLines.id))
    .where(and(eq(accessLines.subject, subject), eq(accessLines.act, act), eq(accessLines.object, object)))
    .orderBy(asc(accessLines.at))
    .limit(1);
  return row ?? null;
}

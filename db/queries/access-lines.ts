import { and, asc, desc, eq, gte, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accessChain, accessLines } from "@/db/schema";

export type AccessLine = typeof accessLines.$inferSelect;
export type NewAccessLine = Omit<typeof accessLines.$inferInsert, "id" | "createdAt">;

export async function insertAccessLine(tx: Tx, line: NewAccessLine): Promise<void> {
  await tx.insert(accessLines).values(line);
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

/** The latest lines about an account with this act, newest first; those before the line of id `before` where one is given. */
export async function listLinesAbout(tx: Tx, subject: string, act: string, limit: number, before?: string): Promise<AccessLine[]> {
  const earlier = before
    ? sql`(${accessLines.at}, ${accessLines.id}) < (select it.at, it.id from ${accessLines} it where it.id = ${before} and it.subject = ${subject})`
    : undefined;
  return await tx
    .select()
    .from(accessLines)
    .where(and(eq(accessLines.subject, subject), eq(accessLines.act, act), earlier))
    .orderBy(desc(accessLines.at), desc(accessLines.id))
    .limit(limit);
}

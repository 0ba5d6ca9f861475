import { and, count, eq, isNull, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { publicReports } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type PublicReportRow = typeof publicReports.$inferSelect;
export type OwnReport = Pick<PublicReportRow, "kind" | "createdAt" | "dueAt" | "state" | "outcome" | "answer" | "lookedAt" | "closedAt">;
type Raw = Omit<OwnReport, "createdAt" | "dueAt" | "lookedAt" | "closedAt"> & {
  createdAt: string;
  dueAt: string;
  lookedAt: string | null;
  closedAt: string | null;
};

export async function insertPublicReport(
  tx: Tx,
  report: Pick<PublicReportRow, "id" | "kind" | "text" | "contact" | "secretHash" | "dueAt">,
): Promise<void> {
  await tx.insert(publicReports).values(report);
}

/** What whoever holds a report's link sees of it; null for a link that is none. */
export async function lookUpPublicReport(tx: Tx, id: string, secretHash: string): Promise<OwnReport | null> {
  const [row] = await tx.execute<Raw>(sql`
    select kind, created_at as "createdAt", due_at as "dueAt", state, outcome, answer, looked_at as "lookedAt", closed_at as "closedAt"
    from lookup.public_report(${id}, ${secretHash})`);
  if (!row) return null;
  const at = (text: string | null) => (text === null ? null : new Date(text));
  return { ...row, createdAt: new Date(row.createdAt), dueAt: new Date(row.dueAt), lookedAt: at(row.lookedAt), closedAt: at(row.closedAt) };
}

export type PublicReportFilter = Page<"received" | "due"> & {
  /** Those wait that are not closed. */
  state: "waiting" | "received" | "looking" | "closed" | null;
  kind: PublicReportRow["kind"] | null;
};

/** Reports from outside that a filter lets through, a page at a time. */
export async function listPublicReportRows(tx: Tx, filter: PublicReportFilter): Promise<PublicReportRow[]> {
  const r = publicReports;
  const { past, order, turned } = keyset({ table: r, id: r.id, by: filter.sort === "due" ? r.dueAt : r.createdAt }, filter);
  const inState = filter.state === "waiting" ? isNull(r.closedAt) : filter.state ? eq(r.state, filter.state) : undefined;
  const rows = await tx
    .select()
    .from(r)
    .where(and(inState, filter.kind ? eq(r.kind, filter.kind) : undefined, past))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows);
}

export async function findPublicReport(tx: Tx, id: string): Promise<PublicReportRow | null> {
  const [row] = await tx.select().from(publicReports).where(eq(publicReports.id, id));
  return row ?? null;
}

/** Notes that somebody looks at a report, or what came of it. Null when it is closed, or there is none. */
export async function handlePublicReportRow(
  tx: Tx,
  id: string,
  change: Pick<PublicReportRow, "state" | "outcome" | "answer" | "handledBy" | "closedAt">,
  at: Date,
): Promise<PublicReportRow | null> {
  const r = publicReports;
  const [row] = await tx
    .update(r)
    .set({ ...change, lookedAt: sql`coalesce(${r.lookedAt}, ${at.toISOString()}::timestamptz)` })
    .where(and(eq(r.id, id), ne(r.state, "closed")))
    .returning();
  return row ?? null;
}

export async function countWaitingPublicReports(tx: Tx): Promise<number> {
  const [row] = await tx.select({ waiting: count() }).from(publicReports).where(isNull(publicReports.closedAt));
  return row?.waiting ?? 0;
}

import { and, count, desc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, reports } from "@/db/schema";

export type ReportRow = typeof reports.$inferSelect;
export type NewReport = Pick<ReportRow, "accountId" | "sessionId" | "device" | "network">;

/** Leaves a report for staff, in a transaction that acts for the account. Returns its id. */
export async function insertReport(tx: Tx, report: NewReport): Promise<string> {
  const [row] = await tx.insert(reports).values(report).returning({ id: reports.id });
  if (!row) throw new Error("the report was not added");
  return row.id;
}

/** Reports with the address of the account that they are about, those that wait first, then newest first. */
export async function listReportRows(tx: Tx, limit: number): Promise<(ReportRow & { email: string })[]> {
  const rows = await tx
    .select({ report: reports, email: accounts.email })
    .from(reports)
    .innerJoin(accounts, eq(accounts.id, reports.accountId))
    .orderBy(desc(isNull(reports.handledAt)), desc(reports.createdAt))
    .limit(limit);
  return rows.map(({ report, email }) => ({ ...report, email }));
}

export async function countWaitingReports(tx: Tx): Promise<number> {
  const [row] = await tx.select({ waiting: count() }).from(reports).where(isNull(reports.handledAt));
  return row?.waiting ?? 0;
}

/** Marks a report as dealt with, once. Null when it was before, or there is none. */
export async function closeReport(tx: Tx, id: string, handledBy: string, at: Date): Promise<ReportRow | null> {
  const [row] = await tx
    .update(reports)
    .set({ handledAt: at, handledBy })
    .where(and(eq(reports.id, id), isNull(reports.handledAt)))
    .returning();
  return row ?? null;
}

import { and, count, eq, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { accounts, reports } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type ReportRow = typeof reports.$inferSelect;
export type NewReport = Pick<ReportRow, "accountId" | "sessionId" | "device" | "network">;

/** Leaves a report for staff, in a transaction that acts for the account. Returns its id. */
export async function insertReport(tx: Tx, report: NewReport): Promise<string> {
  const [row] = await tx.insert(reports).values(report).returning({ id: reports.id });
  if (!row) throw new Error("the report was not added");
  return row.id;
}

export type ReportFilter = Page<"reported"> & { state: "waiting" | "closed" | null };

/** Reports that a filter lets through, a page at a time, with the address of the account that each is about. */
export async function listReportRows(tx: Tx, filter: ReportFilter): Promise<(ReportRow & { email: string })[]> {
  const { state, limit } = filter;
  const { past, order, turned } = keyset({ table: reports, id: reports.id, by: reports.id }, filter);
  const inState = state === "waiting" ? isNull(reports.handledAt) : isNotNull(reports.handledAt);
  const rows = await tx
    .select({ report: reports, email: accounts.email })
    .from(reports)
    .innerJoin(accounts, eq(accounts.id, reports.accountId))
    .where(and(state ? inState : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows).map(({ report, email }) => ({ ...report, email }));
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

export async function findReport(tx: Tx, id: string): Promise<ReportRow | null> {
  const [row] = await tx.select().from(reports).where(eq(reports.id, id));
  return row ?? null;
}

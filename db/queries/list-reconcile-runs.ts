import { and, isNotNull, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import type { ReconcileRun } from "@/db/queries/reconcile-runs";
import { reconcileRuns } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

const r = reconcileRuns;
const sorts = { begun: r.createdAt, differences: r.differences } as const;

export type ReconcileRunFilter = Page<keyof typeof sorts> & {
  state: "under_way" | "ended" | null;
  /** By whom a run was asked for. */
  by: "staff" | "worker" | null;
};

/** Comparisons of the books with Stripe's, a page at a time. */
export async function listReconcileRunRows(tx: Tx, filter: ReconcileRunFilter): Promise<ReconcileRun[]> {
  const { state, by, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: r, id: r.id, by: sorts[sort] }, filter);
  const inState = { under_way: isNull(r.finishedAt), ended: isNotNull(r.finishedAt) };
  const askers = { staff: sql`${r.askedBy} like 'staff:%'`, worker: sql`${r.askedBy} not like 'staff:%'` };
  const rows = await tx
    .select()
    .from(r)
    .where(and(state ? inState[state] : undefined, by ? askers[by] : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
}

import { and, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AffectedRow } from "@/db/queries/incident-findings";
import { keyset } from "@/db/queries/keyset";
import { affectedMembers } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

const m = affectedMembers;
/** Who is affected by no line has no moment, and comes before all that have. */
const sorts = {
  member: m.accountId,
  lines: m.lines,
  openings: m.openings,
  last: sql`coalesce(${m.lastAt}, '-infinity')`,
} as const;

export type AffectedFilter = Page<keyof typeof sorts> & {
  /** Those whose sealed login was opened, or those who were touched otherwise alone. */
  openings: "some" | "none" | null;
};

/** Whom a finding names, a page at a time; a row is known by its account's id. */
export async function listAffectedRows(tx: Tx, findingId: string, filter: AffectedFilter): Promise<(AffectedRow & { id: string })[]> {
  const ofFinding = eq(m.findingId, findingId);
  const { past, order, turned } = keyset({ table: m, id: m.accountId, by: sorts[filter.sort], within: ofFinding }, filter);
  const opened = { some: gt(m.openings, 0), none: eq(m.openings, 0) };
  const rows = await tx
    .select()
    .from(m)
    .where(and(ofFinding, filter.openings ? opened[filter.openings] : undefined, past))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows).map((row) => ({ ...row, id: row.accountId }));
}

import { type Tx, transaction } from "@/db/client";
import type { Permission } from "@/lib/accounts/permissions";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed, type StaffList as StaffListName } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { toCsv } from "@/lib/base/csv";
import type { Cursor } from "@/lib/base/paging";

/** Why staff take a list as a file. */
export const exportReasons = ["audit", "member_case", "accounting", "investigation", "handover"] as const;
export type ExportReason = (typeof exportReasons)[number];

const batch = 1_000;

type List<Row extends { id: string }> = {
  /** What the list is called in the log: "members". */
  name: string;
  permissions: readonly Permission[];
  reason: ExportReason;
  /** What it was narrowed by, in codes; never what a person typed. */
  narrowed: Record<string, string | boolean>;
  /** Under which name its rows' accounts are told that they stood in it, and whose row each is. */
  listed: StaffListName;
  accountOf: (row: Row) => string | null;
  page: (tx: Tx, cursor: Cursor | null, limit: number) => Promise<Row[]>;
  head: readonly string[];
  cells: (row: Row) => string[];
};

/**
 * A list as CSV (RFC 4180), every page of it, as it is filtered and sorted. What would be a formula stays text. The access log gets a line
 * for each account that stands in it, and one with the reason and how many rows, in the same transaction.
 * @throws AppError forbidden.
 */
export async function exportList<Row extends { id: string }>(actor: Actor, list: List<Row>): Promise<string> {
  return await transaction(actor, async (tx) => {
    for (const permission of list.permissions) await requirePermission(tx, actor, permission);
    const rows: string[][] = [];
    let cursor: Cursor | null = null;
    for (;;) {
      const page: Row[] = await list.page(tx, cursor, batch);
      rows.push(...page.map(list.cells));
      await recordListed(tx, list.listed, page.map(list.accountOf), list.reason);
      const last = page.at(-1);
      if (page.length < batch || !last) break;
      cursor = { way: "after", id: last.id };
    }
    const facts = { rows: rows.length, ...list.narrowed };
    await recordAccess(tx, { act: `${list.name}.export`, object: `list:${list.name}`, subject: null, reason: list.reason, facts });
    return toCsv([list.head, ...rows]);
  });
}

/** What a list was narrowed by, for its line in the log: its codes, and whether something was searched for. */
export function narrowedBy({ search, ...codes }: { search: string; [name: string]: string | null }): Record<string, string | boolean> {
  const chosen = Object.entries(codes).filter((entry): entry is [string, string] => entry[1] !== null);
  return { ...Object.fromEntries(chosen), ...(search ? { searched: true } : {}) };
}

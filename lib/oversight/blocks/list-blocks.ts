import { transaction } from "@/db/client";
import { type BlockFilter, blockStates, blockTargets, type ListedBlock, listBlockRows } from "@/db/queries/blocks";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";

export { type BlockFilter, blockStates, blockTargets, type ListedBlock };

/** What stands now, what was made last first. */
export const standingBlocks = { state: "standing", what: null, sort: "made", descending: true, cursor: null } as const;

type Looker = Extract<Actor, { kind: "staff" | "host" }>;

/** Networks and accounts that are, or were, shut out: a page of them. @throws AppError forbidden. */
export async function listBlocks(actor: Looker, filter: BlockFilter): Promise<ListedBlock[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "blocks.read");
    const blocks = await listBlockRows(tx, filter, now());
    await recordListed(
      tx,
      "blocks",
      blocks.map(({ accountId }) => accountId),
    );
    return blocks;
  });
}

/** The blocks that a filter lets through as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportBlocks(actor: Looker, filter: Omit<BlockFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  const at = now();
  return await exportList(actor, {
    name: "blocks",
    permissions: ["blocks.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, what: filter.what }),
    listed: "blocks",
    page: (tx, cursor, limit) => listBlockRows(tx, { ...filter, cursor, limit }, at),
    accountOf: ({ accountId }) => accountId,
    head: ["id", "network", "account", "reason", "made_by", "made_at", "until", "lifted_at"],
    cells: ({ id, network, email, reason, madeByEmail, createdAt, until, liftedAt }) => [
      id,
      network ?? "",
      email ?? "",
      reason,
      madeByEmail ?? "host",
      createdAt.toISOString(),
      until.toISOString(),
      liftedAt?.toISOString() ?? "",
    ],
  });
}

import { transaction } from "@/db/client";
import { type ListedBlock, listBlockRows } from "@/db/queries/blocks";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";

export type { ListedBlock };
export type BlockFilter = { standing: boolean; before: string | null; limit: number };

/** Blocks, newest first: those that stand, or all that there ever were. @throws AppError forbidden. */
export async function listBlocks(
  actor: Extract<Actor, { kind: "staff" | "host" }>,
  { standing, before, limit }: BlockFilter,
): Promise<ListedBlock[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "blocks.read");
    const blocks = await listBlockRows(tx, { standingAt: standing ? now() : null, before, limit });
    await recordListed(
      tx,
      "blocks",
      blocks.map(({ accountId }) => accountId),
    );
    return blocks;
  });
}

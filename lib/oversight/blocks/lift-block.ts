import { actorOf, transaction } from "@/db/client";
import { liftBlockRow } from "@/db/queries/blocks";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/**
 * Ends a block before its time: a network is served again within seconds, an account can be logged in to at once.
 * @param actor staff with blocks.write, or someone on the host.
 * @throws AppError forbidden; not_found when there is none that stands.
 */
export async function liftBlock(actor: Extract<Actor, { kind: "staff" | "host" }>, blockId: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "blocks.write");
    const lifted = await liftBlockRow(tx, blockId, await actorOf(tx), now());
    if (!lifted) throw new AppError("not_found");
    const line = { act: "block.lift", object: `block:${blockId}`, subject: lifted.accountId };
    await recordAccess(tx, { ...line, reason: askedWhere(actor) });
  });
}

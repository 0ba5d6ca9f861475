import { transaction } from "@/db/client";
import { closeInvite } from "@/db/queries/invites";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/**
 * Takes an invite back: its link is dead at once, and stays so.
 * @throws AppError forbidden; not_found when there is no such invite, or it was used or revoked before.
 */
export async function revokeInvite(actor: Actor, inviteId: string): Promise<{ email: string }> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.write");
    const invite = await closeInvite(tx, inviteId, now());
    if (!invite) throw new AppError("not_found", { inviteId });
    await recordAccess(tx, { act: "invite.revoke", object: `invite:${invite.id}`, subject: null, reason: askedWhere(actor) });
    return { email: invite.email };
  });
}

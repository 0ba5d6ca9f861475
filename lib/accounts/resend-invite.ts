import { transaction } from "@/db/client";
import { deleteAsk } from "@/db/queries/invite-asks";
import { renewInvite } from "@/db/queries/invites";
import { type Invited, inviteDays } from "@/lib/accounts/invite";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Sends an invite again with a new link and new time; every earlier link of it is dead from then on. An expired one comes back to life.
 * @throws AppError forbidden; not_found when there is no such invite, or it was used or revoked.
 */
export async function resendInvite(actor: Actor, inviteId: string): Promise<Invited> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.write");
    const invite = await renewInvite(tx, inviteId, later(now(), inviteDays * dayMs));
    if (!invite) throw new AppError("not_found", { inviteId });
    await queueMail(tx, { template: "invite", accountId: null, subjectId: invite.id, facts: { generation: invite.generation } });
    await deleteAsk(tx, invite.email);
    await recordAccess(tx, { act: "invite.resend", object: `invite:${invite.id}`, subject: null, reason: askedWhere(actor) });
    return { inviteId: invite.id, email: invite.email, expiresAt: invite.expiresAt };
  });
}

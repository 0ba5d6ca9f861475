import { type Tx, transaction } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { deleteAsk } from "@/db/queries/invite-asks";
import { insertInvite, lockNewInvites, openInvite } from "@/db/queries/invites";
import { requireEmail } from "@/lib/accounts/normalise-email";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { type Actor, nameOf } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

/** How long an invite's link works, from when it was sent last. */
export const inviteDays = 14;

export type Invited = { inviteId: string; email: string; expiresAt: Date };

/** Makes an invite that is bound to an address, and leaves the worker a mail to send. The link exists in that mail alone. */
export async function makeInvite(tx: Tx, actor: Actor, email: string): Promise<Invited> {
  const invite = await insertInvite(tx, { email, invitedBy: nameOf(actor), expiresAt: later(now(), inviteDays * dayMs) });
  await queueMail(tx, { template: "invite", accountId: null, subjectId: invite.id, facts: { generation: invite.generation } });
  await deleteAsk(tx, email);
  await recordAccess(tx, { act: "invite.make", object: `invite:${invite.id}`, subject: null, reason: askedWhere(actor) });
  return { inviteId: invite.id, email, expiresAt: invite.expiresAt };
}

/**
 * Invites someone: of two at once for one address, one does.
 * @param actor staff with invites.write, someone on the host, or a job.
 * @throws AppError invalid_input; forbidden; conflict with `reason` already_member, or already_invited and the open invite's `inviteId`.
 */
export async function inviteSomeone(actor: Actor, address: string): Promise<Invited> {
  const email = requireEmail(address);
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.write");
    await lockNewInvites(tx);
    if (await findAccountByEmail(tx, email)) throw new AppError("conflict", { reason: "already_member" });
    const open = await openInvite(tx, email, now());
    if (open) throw new AppError("conflict", { reason: "already_invited", inviteId: open.id });
    return await makeInvite(tx, actor, email);
  });
}

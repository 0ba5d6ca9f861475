import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { findContact } from "@/db/queries/contacts";
import type { ContactDetails } from "@/lib/accounts/keep-contact";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";

/** Why staff look at how to reach a member, as a code that the member reads in words. */
export const contactReasons = ["login_reported", "security_concern", "mail_fails", "member_asked"] as const;
export type ContactReason = (typeof contactReasons)[number];

/** How to reach a member besides by mail, as far as they said; `confirmedAt` is when they last said that it is right. */
export type SeenContact = ContactDetails & { email: string; confirmedAt: Date | null };

/**
 * Staff's look at how to reach a member (clause 10e), with its reason. It is written down in the same transaction and before anything is
 * read: row security shows a contact to no look that has left no line.
 * @throws AppError forbidden; not_found, also for an account that was erased.
 */
export async function lookAtContact(
  actor: Extract<Actor, { kind: "staff" }>,
  accountId: string,
  reason: ContactReason,
): Promise<SeenContact> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.contact");
    const account = await findAccount(tx, accountId);
    if (!account || account.state === "erased") throw new AppError("not_found");
    await recordAccess(tx, { act: "contact.look", object: `account:${accountId}`, subject: accountId, reason });
    const { name = null, phone = null, confirmedAt = null } = (await findContact(tx, accountId)) ?? {};
    return { email: account.email, name, phone, confirmedAt };
  });
}

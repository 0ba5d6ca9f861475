import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { findAsk } from "@/db/queries/invite-asks";
import { findInviteRow } from "@/db/queries/invites";
import type { MailRow } from "@/db/queries/outbox";
import { now } from "@/lib/base/clock";
import { workerEnv } from "@/lib/base/env";
import type { LinkClaims } from "@/lib/notices/link-format";

/** Whom a mail goes to, with what only sending may know: the invite whose link it carries, the address that it is about. */
export type Recipient = { to: string; invite: (LinkClaims & { expiresAt: Date }) | null; about: string | null };

/** Null when there is no use in sending it any more: the invite was used, revoked or sent again, or the account or the ask is gone. */
export async function findRecipient(tx: Tx, mail: MailRow): Promise<Recipient | null> {
  if (mail.template === "invite") {
    const invite = mail.subjectId ? await findInviteRow(tx, mail.subjectId) : null;
    if (!invite || invite.redeemedAt || invite.revokedAt || invite.expiresAt <= now()) return null;
    if (invite.generation !== mail.facts.generation) return null;
    return { to: invite.email, invite: { id: invite.id, generation: invite.generation, expiresAt: invite.expiresAt }, about: null };
  }
  if (mail.template === "invite-asked") {
    const ask = mail.subjectId ? await findAsk(tx, mail.subjectId) : null;
    const to = workerEnv().OPERATOR_EMAIL;
    return ask && to ? { to, invite: null, about: ask.email } : null;
  }
  const account = mail.accountId ? await findAccount(tx, mail.accountId) : null;
  return account && { to: account.email, invite: null, about: null };
}

import type { Tx } from "@/db/client";
import { findAccount, findAccountByEmail } from "@/db/queries/accounts";
import { mailsInDigest } from "@/db/queries/digests";
import { erasedEmail } from "@/db/queries/erase";
import { findAsk } from "@/db/queries/invite-asks";
import { findInviteRow } from "@/db/queries/invites";
import { findMailLink } from "@/db/queries/mail-links";
import { findDetails } from "@/db/queries/offers";
import type { MailRow } from "@/db/queries/outbox";
import { now } from "@/lib/base/clock";
import { workerEnv } from "@/lib/base/env";
import { describeLogin, type LoginSeen } from "@/lib/notices/describe-login";
import type { LinkClaims, LinkKind } from "@/lib/notices/link-format";
import { linkOfTemplate } from "@/lib/notices/mail-links";
import { noticeSettingsOf } from "@/lib/notices/notice-settings";
import type { DigestContents, OfferTerms } from "@/lib/notices/template";

export type RecipientLink = LinkClaims & { kind: LinkKind; expiresAt: Date };
/** Whom a mail goes to, with what only sending may know: the right whose link it carries, the address or the login that it is about. */
export type Recipient = {
  to: string;
  link: RecipientLink | null;
  about: string | null;
  login: LoginSeen | null;
  digest: DigestContents | null;
  offer: OfferTerms | null;
};

/** The mails that an account still gets when it has ended, as long as its address is known. */
export const mailsToTheErased: readonly string[] = ["last-invoice", "account-erased"];

const bare = { link: null, about: null, login: null, digest: null, offer: null };

/** Null when there is no use in sending it any more: its link was used, taken back or run out, or the account or the ask is gone. */
export async function findRecipient(tx: Tx, mail: MailRow): Promise<Recipient | null> {
  if (mail.template === "invite") return await inviteRecipient(tx, mail);
  if (mail.template === "invite-asked") {
    const ask = mail.subjectId ? await findAsk(tx, mail.subjectId) : null;
    const to = workerEnv().OPERATOR_EMAIL;
    return ask && to ? { ...bare, to, about: ask.email } : null;
  }
  if (mail.template === "platform-changed") {
    const to = workerEnv().OPERATOR_EMAIL;
    return to ? { ...bare, to } : null;
  }
  const account = mail.accountId ? await findAccount(tx, mail.accountId) : null;
  if (!account) return null;
  if (account.state === "erased" && (!mailsToTheErased.includes(mail.template) || account.email === erasedEmail(account.id))) return null;
  const kind = linkOfTemplate(mail.template);
  if (mail.template === "digest") {
    const { timeZone } = await noticeSettingsOf(tx, account.id);
    return { ...bare, to: account.email, digest: { mails: await mailsInDigest(tx, mail.id), timeZone } };
  }
  if (mail.template === "offer-asks" || mail.template === "offer-fits") {
    const offer = await findDetails(tx, account.id, String(mail.facts.offerId));
    return { ...bare, to: account.email, offer };
  }
  if (!kind) return { ...bare, to: account.email };
  const right = mail.subjectId ? await findMailLink(tx, mail.subjectId) : null;
  // A right is the account's whose mail this is, whoever wrote the two rows.
  if (right?.accountId !== account.id || right.kind !== kind || right.usedAt || right.expiresAt <= now()) return null;
  // An address that is in use already gets no link to it; whoever asked for it cannot tell.
  if (kind === "confirm-email" && right.email && (await findAccountByEmail(tx, right.email))) return null;
  const login = right.sessionId ? await describeLogin(tx, account.id, right.sessionId) : null;
  return { ...bare, to: right.email ?? account.email, link: { ...right, kind }, login };
}

async function inviteRecipient(tx: Tx, mail: MailRow): Promise<Recipient | null> {
  const invite = mail.subjectId ? await findInviteRow(tx, mail.subjectId) : null;
  if (!invite || invite.redeemedAt || invite.revokedAt || invite.expiresAt <= now()) return null;
  if (invite.generation !== mail.facts.generation) return null;
  return { ...bare, to: invite.email, link: { ...invite, kind: "invite" } };
}

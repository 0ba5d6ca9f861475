import type { Tx } from "@/db/client";
import { mailsInDigest } from "@/db/queries/digests";
import type { MailRow } from "@/db/queries/outbox";
import { now } from "@/lib/base/clock";
import { compose, siteOf } from "@/lib/notices/compose";
import { findRecipient } from "@/lib/notices/find-recipient";
import { setMail } from "@/lib/notices/set-mail";

/** What is known of a mail whose link is used up, or whose account has ended. */
const bare = { about: null, login: null, offer: null };

/**
 * A mail as it reads, sent or not, for whoever looks into what is said in mails. Its link leads nowhere: no right is signed for this.
 * @throws for a row that no mail can be made of
 */
export async function setAgain(tx: Tx, mail: MailRow): Promise<{ subject: string; text: string; html: string }> {
  const known = await findRecipient(tx, mail);
  const digest = mail.template === "digest" ? (known?.digest ?? { mails: await mailsInDigest(tx, mail.id), timeZone: "UTC" }) : null;
  return setMail(compose(mail, { ...bare, ...known, digest }, { url: `${siteOf()}/`, expiresAt: now() }), null);
}

import type { Tx } from "@/db/client";
import { insertMailLink } from "@/db/queries/mail-links";
import { hasOtherLogin } from "@/db/queries/sessions";
import { dayMs, later, now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";

/** How long the link in the mail can be used: a mail may wait over a week off, and the link can do its holder's account no harm. */
export const notMeDays = 14;

/**
 * Mails the account's holder about a completed login in a browser that is new to the account, with a link by which to say "this was not
 * me". In the transaction that starts the session, so that there is no such login without its mail. The first login of all, at joining,
 * is mailed to nobody; after a report has made every device unknown again, each next login is.
 */
export async function warnOfNewDevice(tx: Tx, accountId: string, sessionId: string): Promise<void> {
  if (!(await hasOtherLogin(tx, accountId, sessionId))) return;
  const subjectId = await insertMailLink(tx, { kind: "not-me", accountId, sessionId, expiresAt: later(now(), notMeDays * dayMs) });
  await queueMail(tx, { template: "new-device", accountId, subjectId });
}

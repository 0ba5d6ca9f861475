import { transaction } from "@/db/client";
import { giveMailUp, type MailRow, markMailSent, takeMail } from "@/db/queries/outbox";
import { dayMs, later, now } from "@/lib/base/clock";
import { describeError, log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { compose, siteOf } from "@/lib/notices/compose";
import { deliver, refusedForGood } from "@/lib/notices/deliver";
import { findRecipient, type Recipient } from "@/lib/notices/find-recipient";
import { stoppableKind } from "@/lib/notices/kinds";
import { linkPaths } from "@/lib/notices/mail-links";
import { putAside } from "@/lib/notices/put-aside";
import { setMail } from "@/lib/notices/set-mail";
import { signLink } from "@/lib/notices/sign-link";
import { stopLinks } from "@/lib/notices/stop-links";
import { isTemplate } from "@/lib/notices/templates";

const actor = { kind: "system", job: "send-mail" } as const;
const giveUpAfterMs = 2 * dayMs;

async function send(mail: MailRow, recipient: Recipient): Promise<void> {
  const site = siteOf();
  const right = recipient.link;
  const link = right && { url: `${site}${linkPaths[right.kind]}/${signLink(right.kind, right)}`, expiresAt: right.expiresAt };
  const kind = isTemplate(mail.template) ? stoppableKind(mail.template) : null;
  const stop = kind && mail.accountId ? stopLinks(site, mail.accountId, kind) : null;
  await deliver({ id: mail.id, to: recipient.to, stopUrl: stop?.post ?? null, ...setMail(compose(mail, recipient, link), stop) });
}

const asideTexts = {
  unwanted: "mail not sent, the member does not want it",
  over: "mail not sent, its offer is over",
  left: "mail left to the digest",
  held: "mail held until the quiet hours are over",
} as const;

async function giveUp(mail: MailRow): Promise<void> {
  await transaction(actor, (tx) => giveMailUp(tx, mail.id, now()));
}

/**
 * Sends one mail of the outbox, if it is due and the member wants it now; otherwise puts it aside, or does nothing. Taking it puts the next attempt off by a minute, then two, four,
 * up to two hours, so that a failure is followed by another attempt; after two days, or a refusal for good, it is given up.
 *
 * A crash before the mail server has the mail means that it is sent at the next attempt; a crash between that and `sent_at` means that
 * it goes out twice with one Message-ID.
 */
export async function sendMail(outboxId: string): Promise<void> {
  const taken = await transaction(actor, async (tx) => {
    const at = now();
    const mail = await takeMail(tx, outboxId, at);
    if (!mail) return null;
    const aside = isTemplate(mail.template) ? await putAside(tx, mail, mail.template, at) : null;
    return { mail, aside, recipient: aside ? null : await findRecipient(tx, mail) };
  });
  if (!taken) return;
  const { mail, aside, recipient } = taken;
  const about = { id: mail.id, template: mail.template, attempts: mail.attempts };
  if (aside) {
    log.info(asideTexts[aside], about);
    return;
  }
  if (!recipient) {
    await giveUp(mail);
    log.info("mail not sent, nobody needs it", about);
    return;
  }
  try {
    await send(mail, recipient);
  } catch (thrown) {
    const final = refusedForGood(thrown) || later(mail.createdAt, giveUpAfterMs) <= now();
    if (final) await giveUp(mail);
    log.warn(final ? "mail given up" : "mail not sent, will try again", { ...about, ...describeError(thrown) });
    return;
  }
  await point("mail.before-sent");
  await transaction(actor, (tx) => markMailSent(tx, mail.id, now()));
  log.info("mail sent", about);
}

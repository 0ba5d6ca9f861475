import { transaction } from "@/db/client";
import { giveMailUp, type MailRow, markMailSent, takeMail } from "@/db/queries/outbox";
import { dayMs, later, now } from "@/lib/base/clock";
import { publicUrl, workerEnv } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { deliver, refusedForGood } from "@/lib/notices/deliver";
import { findRecipient, type Recipient } from "@/lib/notices/find-recipient";
import { linkPaths } from "@/lib/notices/mail-links";
import { setMail } from "@/lib/notices/set-mail";
import { signLink } from "@/lib/notices/sign-link";
import { type TemplateName, templates } from "@/lib/notices/templates";

const actor = { kind: "system", job: "send-mail" } as const;
const giveUpAfterMs = 2 * dayMs;

function isTemplate(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

async function send(mail: MailRow, recipient: Recipient): Promise<void> {
  if (!isTemplate(mail.template)) throw new Error(`there is no mail template ${mail.template}`);
  const site = publicUrl().replace(/\/$/, "");
  const { to, about, login } = recipient;
  const operator = workerEnv().OPERATOR_EMAIL ?? "whoever invited you";
  const right = recipient.link;
  const link = right && { url: `${site}${linkPaths[right.kind]}/${signLink(right.kind, right)}`, expiresAt: right.expiresAt };
  const letter = setMail(templates[mail.template].compose(mail.facts, { site, link, about, login, operator }));
  await deliver({ id: mail.id, to, ...letter });
}

async function giveUp(mail: MailRow): Promise<void> {
  await transaction(actor, (tx) => giveMailUp(tx, mail.id, now()));
}

/**
 * Sends one mail of the outbox, if it is due; otherwise does nothing. Taking it puts the next attempt off by a minute, then two, four,
 * up to two hours, so that a failure is followed by another attempt; after two days, or a refusal for good, it is given up.
 *
 * A crash before the mail server has the mail means that it is sent at the next attempt; a crash between that and `sent_at` means that
 * it goes out twice with one Message-ID.
 */
export async function sendMail(outboxId: string): Promise<void> {
  const taken = await transaction(actor, async (tx) => {
    const mail = await takeMail(tx, outboxId, now());
    return mail && { mail, recipient: await findRecipient(tx, mail) };
  });
  if (!taken) return;
  const { mail, recipient } = taken;
  const about = { id: mail.id, template: mail.template, attempts: mail.attempts };
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

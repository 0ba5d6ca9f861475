import type { MailRow } from "@/db/queries/outbox";
import { publicUrl, workerEnv } from "@/lib/base/env";
import type { Recipient } from "@/lib/notices/find-recipient";
import type { Content, Surroundings } from "@/lib/notices/template";
import { isTemplate, templates } from "@/lib/notices/templates";

/** Where the website is, without a trailing slash. */
export const siteOf = () => publicUrl().replace(/\/$/, "");

/** What a mail says, of its stored facts and of what is looked up as it is sent. @throws for a row whose template or facts do not fit */
export function compose(
  { template, facts }: MailRow,
  { about, login, digest, offer }: Omit<Recipient, "to" | "link">,
  link: Surroundings["link"],
): Content {
  if (!isTemplate(template)) throw new Error(`there is no mail template ${template}`);
  const operator = workerEnv().OPERATOR_EMAIL ?? "whoever invited you";
  return templates[template].compose(facts, { site: siteOf(), link, about, login, digest, offer, operator });
}

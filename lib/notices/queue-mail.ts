import type { Tx } from "@/db/client";
import { insertMail, insertMails } from "@/db/queries/outbox";
import type { FactsOf, TemplateName } from "@/lib/notices/templates";

/** Facts are left out exactly where a template has none. */
type MailOf<Name extends TemplateName> = {
  template: Name;
  /** Whom it goes to; null where the template itself says so. */
  accountId: string | null;
  /** The row that it is about, where the template needs one. */
  subjectId?: string;
} & (Record<string, never> extends FactsOf<Name> ? { facts?: undefined } : { facts: FactsOf<Name> });
export type Mail = { [Name in TemplateName]: MailOf<Name> }[TemplateName];

/**
 * Leaves a mail for the worker to send, in the caller's transaction: it is sent exactly when the change that it tells of is true.
 * The row holds ids and numbers; address and link are found and signed as it is sent.
 */
export async function queueMail(tx: Tx, { template, accountId, subjectId, facts }: Mail): Promise<void> {
  await insertMail(tx, { template, accountId, subjectId: subjectId ?? null, facts: facts ?? {} });
}

/** The same for many at once, each in its own mail. */
export async function queueMails(tx: Tx, mails: readonly Mail[]): Promise<void> {
  await insertMails(
    tx,
    mails.map(({ template, accountId, subjectId, facts }) => ({ template, accountId, subjectId: subjectId ?? null, facts: facts ?? {} })),
  );
}

import { transaction } from "@/db/client";
import { findRecipient } from "@/lib/notices/find-recipient";
import { signLink } from "@/lib/notices/sign-link";
import { asSuperuser } from "@/tests/support/superuser";

export type WaitingMail = { template: string; to: string; token: string | null };

/**
 * The mails that wait for an account and would be sent now, oldest first: whom each goes to, and the token of the link that it carries.
 * A mail whose link has died meanwhile is not among them.
 */
export async function waitingMails(accountId: string): Promise<WaitingMail[]> {
  const database = asSuperuser();
  const rows = await database<{ id: string }[]>`select id from outbox where account_id = ${accountId} order by created_at, id`;
  await database.end();
  return await transaction({ kind: "system", job: "test" }, async (tx) => {
    const mails: WaitingMail[] = [];
    for (const { id } of rows) {
      const mail = await tx.query.outbox.findFirst({ where: (table, { eq }) => eq(table.id, id) });
      const recipient = mail && (await findRecipient(tx, mail));
      if (!mail || !recipient) continue;
      const { to, link } = recipient;
      mails.push({ template: mail.template, to, token: link && signLink(link.kind, link) });
    }
    return mails;
  });
}

/** The token in the newest mail of a template that waits for an account. */
export async function mailedToken(accountId: string, template: string): Promise<string> {
  const mail = (await waitingMails(accountId)).findLast((one) => one.template === template);
  if (!mail?.token) throw new Error(`no mail ${template} with a link waits`);
  return mail.token;
}

import { z } from "zod";
import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { confirmContactRow, findContact, putContact } from "@/db/queries/contacts";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, later, now } from "@/lib/base/clock";
import { plainText } from "@/lib/base/plain-text";

/** After this long a member is asked whether what they said is still right (clause 10e). */
const askAgainDays = 365;

const orNull = (text: string) => (text === "" ? null : text);
const digits = (text: string) => text.replace(/\D/g, "").length;

/** How a form gives contact details; an empty field is null. */
export const contactForm = z.object({
  name: plainText({ max: 100 }).transform(orNull),
  phone: plainText({ max: 40 })
    .refine(
      (text) => text === "" || (/^[+\d][\d\s().\-/]*(x\d+)?$/.test(text) && digits(text) >= 5),
      "Enter a phone number, such as +1 312 555 0100.",
    )
    .transform(orNull),
});
export type ContactDetails = z.infer<typeof contactForm>;

export type Contact = ContactDetails & {
  /** When the member last said that it is right; null when they never have. */
  confirmedAt: Date | null;
  /** Whether it is time to ask: a year after they last said so, or after they joined. */
  due: boolean;
};

export async function readContact(accountId: string): Promise<Contact> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const contact = await findContact(tx, accountId);
    const since = contact?.confirmedAt ?? (await findAccount(tx, accountId))?.createdAt ?? now();
    const { name = null, phone = null, confirmedAt = null } = contact ?? {};
    return { name, phone, confirmedAt, due: since <= later(now(), -askAgainDays * dayMs) };
  });
}

/** Keeps what a member says of how to reach them; saying it also confirms it. */
export async function saveContact(accountId: string, { name, phone }: ContactDetails): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await putContact(tx, { accountId, name, phone, confirmedAt: now() });
    const facts = { name: name !== null, phone: phone !== null };
    await recordAccess(tx, { act: "contact.change", object: `account:${accountId}`, subject: accountId, reason: "member", facts });
  });
}

/** The member says that their contact details, and their e-mail address, are still right. */
export async function confirmContact(accountId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await confirmContactRow(tx, accountId, now());
    await recordAccess(tx, { act: "contact.confirm", object: `account:${accountId}`, subject: accountId, reason: "member" });
  });
}

import { transaction } from "@/db/client";
import { pendingAddress, replaceMailLink, takeBackLinks } from "@/db/queries/mail-links";
import type { Client } from "@/lib/accounts/client";
import { requireEmail } from "@/lib/accounts/normalise-email";
import type { Session } from "@/lib/accounts/read-session";
import { countAgainst } from "@/lib/accounts/throttle";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { recordAccess } from "@/lib/audit/record-access";
import { hourMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

export const confirmHours = 24;

/**
 * Mails a link to the address that an account would like to have; asking again takes the earlier link back. Nothing changes until it is
 * followed. An address that somebody uses already is answered like any other: web does not look, and the worker, which does, sends it
 * nothing.
 * @throws AppError invalid_input with `field` email, and `reason` same when the account has it; too_many with `retryAfterSeconds`.
 */
export async function askForEmailChange(session: Session, address: string, client: Client): Promise<void> {
  const email = requireEmail(address);
  const { accountId } = session;
  if (email === session.email) throw new AppError("invalid_input", { field: "email", reason: "same" });
  await transaction({ kind: "member", accountId }, async (tx) => {
    await countAgainst(tx, bucketsFor("email-change", { client, accountId }));
    const expiresAt = later(now(), confirmHours * hourMs);
    const linkId = await replaceMailLink(tx, { kind: "confirm-email", accountId, email, expiresAt });
    await queueMail(tx, { template: "email-confirm", accountId, subjectId: linkId });
    await recordAccess(tx, { act: "email.ask-change", object: `account:${accountId}`, subject: accountId, reason: "member" });
  });
}

/** The address that the account has asked to have, until it is confirmed, called off or run out; null without one. */
export async function readPendingAddress(accountId: string): Promise<{ email: string; expiresAt: Date } | null> {
  return await transaction({ kind: "member", accountId }, (tx) => pendingAddress(tx, accountId, now()));
}

/** Calls a change of address off: its link is worthless from then on. */
export async function callOffEmailChange(accountId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await takeBackLinks(tx, accountId, ["confirm-email"]);
    await recordAccess(tx, { act: "email.call-off", object: `account:${accountId}`, subject: accountId, reason: "member" });
  });
}

import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { findContact } from "@/db/queries/contacts";
import { takeBackLinks, useMailLink } from "@/db/queries/mail-links";
import { setPassword } from "@/db/queries/passwords";
import type { Client } from "@/lib/accounts/client";
import { endSessions } from "@/lib/accounts/end-sessions";
import { findMailedLink, requireMailedLink } from "@/lib/accounts/find-mailed-link";
import { countAgainst, forgive } from "@/lib/accounts/throttle";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";
import { hashPassword } from "@/lib/passwords/hash-password";
import { requireStrongPassword } from "@/lib/passwords/require-strong-password";

/** What a stranger may know of an account, of which its password must not be made: its address first. */
export async function ownWords(actor: Extract<Actor, { accountId: string }>): Promise<string[]> {
  const { accountId } = actor;
  return await transaction(actor, async (tx) => {
    const account = await findAccount(tx, accountId);
    const contact = await findContact(tx, accountId);
    return [account?.email, contact?.name, contact?.phone].filter((word) => typeof word === "string");
  });
}

/** Whose password a reset's link would set, with what it must not be made of. Null for a link that does not count. Changes nothing. */
export async function findReset(token: string): Promise<{ email: string; own: string[] } | null> {
  const link = await findMailedLink("reset", token);
  const own = link ? await ownWords({ kind: "claimed", accountId: link.accountId }) : [];
  return own[0] ? { email: own[0], own } : null;
}

/**
 * Sets a new password by a mailed link, once. Ends every session and logs nobody in: the login that follows asks for the second factor
 * where the account has one, which a reset leaves as it is. A change of address that is under way is called off, since it may be a
 * stranger's. All of it in one transaction; of parallel attempts one succeeds.
 * @throws AppError dead_link; invalid_input with `field` and `flaw`, which leaves the link usable; too_many with
 *   `retryAfterSeconds`.
 */
export async function resetPassword(token: string, password: string, client: Client): Promise<void> {
  const { accountId, claims } = await requireMailedLink("reset", token);
  const actor = { kind: "claimed", accountId } as const;
  const counted = await transaction(actor, (tx) => countAgainst(tx, bucketsFor("reset-use", { client, accountId })));
  await requireStrongPassword(password, await ownWords(actor));
  const hash = await hashPassword(password);
  await transaction(actor, async (tx) => {
    const at = now();
    if (!(await useMailLink(tx, "reset", claims, at))) throw new AppError("dead_link");
    await forgive(tx, counted);
    await setPassword(tx, accountId, hash, at);
    await takeBackLinks(tx, accountId, ["reset", "confirm-email"]);
    await recordAccess(tx, { act: "password.reset", object: `account:${accountId}`, subject: accountId, reason: "mailed_link" });
    await endSessions(tx, accountId, "password_changed");
    await queueMail(tx, { template: "password-changed", accountId });
  });
}

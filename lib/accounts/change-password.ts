import { transaction } from "@/db/client";
import { takeBackLinks } from "@/db/queries/mail-links";
import { setPassword } from "@/db/queries/passwords";
import type { Client } from "@/lib/accounts/client";
import { endSessions } from "@/lib/accounts/end-sessions";
import { raiseSession } from "@/lib/accounts/raise-session";
import type { Session } from "@/lib/accounts/read-session";
import { ownWords } from "@/lib/accounts/reset-password";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";
import { hashPassword } from "@/lib/passwords/hash-password";
import { requireStrongPassword } from "@/lib/passwords/require-strong-password";

/**
 * Sets a new password for whoever has just shown that the account is theirs; the caller's guard asks for that proof. Ends every other
 * session and gives this one a new id, in the same transaction (ASVS 7.4.3), and makes reset links worthless that were asked for before.
 * @returns the session's new id.
 * @throws AppError invalid_input with `field` and `flaw`; not_signed_in when the session ended meanwhile.
 */
export async function changePassword(session: Session, password: string, client: Client): Promise<string> {
  const { accountId, assurance } = session;
  const actor = { kind: "member", accountId } as const;
  await requireStrongPassword(password, await ownWords(actor));
  const hash = await hashPassword(password);
  return await transaction(actor, async (tx) => {
    await setPassword(tx, accountId, hash, now());
    await takeBackLinks(tx, accountId, ["reset"]);
    await recordAccess(tx, { act: "password.change", object: `account:${accountId}`, subject: accountId, reason: "member" });
    await queueMail(tx, { template: "password-changed", accountId });
    await endSessions(tx, accountId, "password_changed", session.id);
    return await raiseSession(tx, session, client, { assurance, reason: "password" });
  });
}

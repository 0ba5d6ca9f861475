import { transaction } from "@/db/client";
import { deleteProofs, endOwnAccount } from "@/db/queries/begin-erasure";
import { endSessions } from "@/lib/accounts/end-sessions";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import type { Session } from "@/lib/accounts/read-session";
import { recordAccess } from "@/lib/audit/record-access";
import { AppError } from "@/lib/base/errors";
import { unlinkAll } from "@/lib/connections/unlink-connection";
import { queueMail } from "@/lib/notices/queue-mail";
import { recordRequest } from "@/lib/requests/record-request";

/**
 * Ends an account because its holder asks for its deletion, at once and for good: nobody is logged in, there is nothing to log in with,
 * every sealed login is gone, and mailed links are dead, since they count only for an active account. The worker does the rest. One
 * transaction: a crash leaves either the account as it was, or one that has ended and whose erasure is asked for.
 * @param typed the account's address, which the person types to confirm.
 * @throws AppError invalid_input with `field` email when it is another; conflict with `reason` staff while the account has a role.
 */
export async function requestErasure(session: Pick<Session, "accountId" | "email">, typed: string): Promise<void> {
  const { accountId, email } = session;
  if (normaliseEmail(typed) !== email) throw new AppError("invalid_input", { field: "email" });
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await endOwnAccount(tx))) throw new AppError("conflict", { reason: "staff" });
    await recordAccess(tx, { act: "account.ask-erasure", object: `account:${accountId}`, subject: accountId, reason: "member" });
    await unlinkAll(tx, accountId, "erased");
    await endSessions(tx, accountId, "erased");
    await deleteProofs(tx, accountId);
    await queueMail(tx, { template: "account-erased", accountId });
    await recordRequest(tx, { accountId, kind: "erase-account", subjectId: accountId });
  });
}

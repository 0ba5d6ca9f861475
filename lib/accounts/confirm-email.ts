import { transaction } from "@/db/client";
import { insertMailLink, takeBackLinks, useMailLink } from "@/db/queries/mail-links";
import { isUniqueViolation } from "@/db/violations";
import { endSessions } from "@/lib/accounts/end-sessions";
import { requireMailedLink } from "@/lib/accounts/find-mailed-link";
import type { Session } from "@/lib/accounts/read-session";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

export const undoDays = 7;

/**
 * Gives an account the address that a link was mailed to. The address that it had gets a mail whose link gives it back for seven days;
 * every session ends but the one of whoever follows the link, where it is the account's; reset links, which went to the old address, are
 * taken back. One transaction: there is no moment in which the address has changed and the way back does not exist.
 * @param here the session of the browser that follows the link, where there is one.
 * @throws AppError dead_link, also when another account has the address meanwhile.
 */
export async function confirmEmail(token: string, here: Pick<Session, "id" | "accountId"> | null): Promise<void> {
  const { accountId, claims } = await requireMailedLink("confirm-email", token);
  try {
    await transaction({ kind: "claimed", accountId }, async (tx) => {
      const at = now();
      const used = await useMailLink(tx, "confirm-email", claims, at);
      if (!used) throw new AppError("dead_link");
      const undo = { kind: "undo-email", accountId, email: used.earlierEmail, expiresAt: later(at, undoDays * dayMs) } as const;
      const undoId = await insertMailLink(tx, undo);
      await takeBackLinks(tx, accountId, ["reset", "confirm-email"]);
      await recordAccess(tx, { act: "email.change", object: `account:${accountId}`, subject: accountId, reason: "confirmed_at_new" });
      await endSessions(tx, accountId, "email_changed", here?.accountId === accountId ? here.id : null);
      await queueMail(tx, { template: "email-changed", accountId, subjectId: undoId });
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown, "accounts_email_unique")) throw new AppError("dead_link");
    throw thrown;
  }
}

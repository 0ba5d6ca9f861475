import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { deleteFactorsSince } from "@/db/queries/factors";
import { takeBackLinks, useMailLink } from "@/db/queries/mail-links";
import { setPassword } from "@/db/queries/passwords";
import { deleteRecoveryCodesSince } from "@/db/queries/recovery-codes";
import { isUniqueViolation } from "@/db/violations";
import { grantReset } from "@/lib/accounts/ask-for-reset";
import { endSessions } from "@/lib/accounts/end-sessions";
import { requireMailedLink } from "@/lib/accounts/find-mailed-link";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";
import { hashPassword } from "@/lib/passwords/hash-password";

/**
 * Gives an account back the address that it had before a change. It wins over all that came after that change: links by which the
 * address could move once more are taken back, later undo links among them, every session ends, and the password, which whoever changed
 * the address had to know, is put out of use. The mail about it carries a link to set a new one. Earlier undo links stay: an older
 * address wins over a younger one. Factors stay, but for those enrolled since the address moved: with them, who moved it would come back, and
 * the owner would be asked for what only the other has. Recovery codes made since then go too.
 * @throws AppError dead_link, also when another account has the address meanwhile.
 */
export async function undoEmail(token: string): Promise<void> {
  const { accountId, claims, createdAt } = await requireMailedLink("undo-email", token);
  const nobodyKnows = await hashPassword(randomBytes(32).toString("base64url"));
  try {
    await transaction({ kind: "claimed", accountId }, async (tx) => {
      const at = now();
      if (!(await useMailLink(tx, "undo-email", claims, at))) throw new AppError("dead_link");
      await takeBackLinks(tx, accountId, ["confirm-email", "reset"]);
      await takeBackLinks(tx, accountId, ["undo-email"], createdAt);
      await setPassword(tx, accountId, nobodyKnows, at);
      const dropped = await deleteFactorsSince(tx, accountId, createdAt);
      await deleteRecoveryCodesSince(tx, accountId, createdAt);
      const facts = { factors: dropped.length };
      await recordAccess(tx, { act: "email.undo", object: `account:${accountId}`, subject: accountId, reason: "mailed_link", facts });
      await endSessions(tx, accountId, "email_changed");
      await queueMail(tx, { template: "email-restored", accountId, subjectId: await grantReset(tx, accountId), facts });
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown, "accounts_email_unique")) throw new AppError("dead_link");
    throw thrown;
  }
}

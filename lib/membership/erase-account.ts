import { transaction, withLock } from "@/db/client";
import { listUndestroyed } from "@/db/queries/connections";
import { addressesOf, erasedEmail, eraseInvites, eraseOrders, erasePersonal, forgetErasure } from "@/db/queries/erase";
import { waitingMailsOf } from "@/db/queries/outbox";
import { beginErasure } from "@/db/queries/requests";
import { recordAccess } from "@/lib/audit/record-access";
import { hourMs, later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { describeError, log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { settleAccount } from "@/lib/billing/settle-account";
import { destroyKeys } from "@/lib/connections/destroy-keys";
import { noteErasures } from "@/lib/membership/note-erasures";
import { mailsToTheErased } from "@/lib/notices/find-recipient";
import { sendMail } from "@/lib/notices/send-mail";

const job = "erase-account";
/** How soon a try that failed or died is followed by another. */
const tryAgainMs = 10 * secondMs;
/** The rows go an hour after they were asked to at the latest, whether or not the last mail could be sent. */
const longestGoodbyeMs = hourMs;
/** Longer than any job or request that was under way when the account ended: what one of them has written since goes too. */
const lookAgainMs = 10 * minuteMs;

/** Sends the last invoice's mail, and the one that says goodbye. False while they have to wait for the mail server, and the account for them. */
async function saidGoodbye(accountId: string, askedAt: Date): Promise<boolean> {
  const waiting = () => transaction({ kind: "system", job, accountId }, (tx) => waitingMailsOf(tx, accountId, mailsToTheErased));
  for (const id of await waiting()) await sendMail(id);
  return (await waiting()).length === 0 || askedAt <= later(now(), -longestGoodbyeMs);
}

/**
 * Erases every row of the account, in one transaction, and notes when to look again; the second look forgets the request itself.
 * A charge, order or key that comes into being meanwhile points at rows that are to go: then nothing is erased in this try.
 */
async function eraseRows(accountId: string, askedAt: Date): Promise<void> {
  await transaction({ kind: "system", job, accountId }, async (tx) => {
    const at = now();
    const addresses = await addressesOf(tx, accountId);
    await eraseInvites(tx, accountId, addresses, askedAt);
    await eraseOrders(tx, accountId, at);
    await erasePersonal(tx, accountId);
    const lookAgainAt = later(askedAt, lookAgainMs);
    if (at >= lookAgainAt) await forgetErasure(tx, accountId);
    else await beginErasure(tx, accountId, lookAgainAt);
    if (addresses.includes(erasedEmail(accountId))) return;
    await recordAccess(tx, { act: "account.erase", object: `account:${accountId}`, subject: accountId, reason: "asked_by_member" });
  });
}

/** Whether the plan has ended and everything that the account owes is billed. Stripe may have to be waited for. */
async function isSettled(accountId: string): Promise<boolean> {
  try {
    return await settleAccount(accountId);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    log.info("erasure waits for Stripe", { account: accountId, ...thrown.facts });
    return false;
  }
}

/**
 * Job: erases an account whose holder has asked for it, step by step; each step bears being done again, so a crash anywhere is followed
 * by another try within half a minute, from the top.
 *
 * What a crash leaves behind: after the keys, sealed logins that nobody can open any more; after the plan, an account without a plan, whose
 * last invoice is drawn; after the mail, perhaps the same mail once more. In each case the account has ended before, nobody is logged in
 * to it, and the request is there. The rows go together, last, and the address with them: the request outlives them by ten minutes, for what
 * was under way when the account ended.
 */
export async function eraseAccount(accountId: string): Promise<void> {
  await withLock(`erase:${accountId}`, async () => {
    const erasure = await transaction({ kind: "system", job, accountId }, (tx) => beginErasure(tx, accountId, later(now(), tryAgainMs)));
    if (!erasure) return;
    await noteErasures([accountId]).catch((thrown: unknown) => log.warn("erasure not noted elsewhere yet", describeError(thrown)));
    const connections = await transaction({ kind: "system", job, accountId }, (tx) => listUndestroyed(tx, accountId));
    for (const id of connections) await destroyKeys(id);
    await point("erase.after-keys");
    if (!(await isSettled(accountId))) return;
    await point("erase.after-plan");
    if (!(await saidGoodbye(accountId, erasure.askedAt))) return;
    await point("erase.after-mail");
    await eraseRows(accountId, erasure.askedAt);
    await point("erase.after-rows");
  });
}

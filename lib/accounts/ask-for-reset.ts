import { setTimeout as wait } from "node:timers/promises";
import { type Tx, transaction } from "@/db/client";
import { lookUpLogin } from "@/db/queries/accounts";
import { replaceMailLink } from "@/db/queries/mail-links";
import type { Client } from "@/lib/accounts/client";
import { requireEmail } from "@/lib/accounts/normalise-email";
import { countAgainst } from "@/lib/accounts/throttle";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";

export const resetMinutes = 30;
/** More than either path takes, so that the time of the answer does not tell which one it was. */
const answersAfterMs = 300;

/** Adds a reset's right, which takes every earlier one back, in a transaction that acts for the account. Returns the mail's subject. */
export async function grantReset(tx: Tx, accountId: string): Promise<string> {
  return await replaceMailLink(tx, { kind: "reset", accountId, expiresAt: later(now(), resetMinutes * minuteMs) });
}

/**
 * Mails an account a link to set a new password, once. Whether there is an account, or it is suspended, can be told neither by the
 * answer nor by when it comes: both paths look once and count once, and the answer waits for longer than a mail takes to be queued.
 * @throws AppError invalid_input; too_many with `retryAfterSeconds`, for an unknown address just as for a known one.
 */
export async function askForReset(address: string, client: Client): Promise<void> {
  const email = requireEmail(address);
  const patience = wait(answersAfterMs);
  const found = await transaction({ kind: "visitor" }, async (tx) => {
    const login = await lookUpLogin(tx, email);
    await countAgainst(tx, bucketsFor("reset", { client, accountId: login?.accountId ?? null, email }));
    return login;
  });
  if (found?.state === "active") {
    const { accountId } = found;
    await transaction({ kind: "claimed", accountId }, async (tx) => {
      const linkId = await grantReset(tx, accountId);
      await queueMail(tx, { template: "password-reset", accountId, subjectId: linkId });
      await recordAccess(tx, { act: "password.ask-reset", object: `account:${accountId}`, subject: accountId, reason: "forgotten" });
    });
  }
  await patience;
}

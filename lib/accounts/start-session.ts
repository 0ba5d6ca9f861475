import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { findAccountBlock } from "@/db/queries/blocks";
import { insertSession } from "@/db/queries/sessions";
import type { Client } from "@/lib/accounts/client";
import { describeDevice } from "@/lib/accounts/describe-device";
import { recogniseDevice } from "@/lib/accounts/recognise-device";
import { limitsOf } from "@/lib/accounts/session-limits";
import { warnOfNewDevice } from "@/lib/accounts/warn-of-new-device";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { newSecretId } from "@/lib/base/ids";
import { networkOf } from "@/lib/base/network";

export type Assurance = "pending" | "password" | "factor";
export type Start = {
  assurance: Assurance;
  /** Whether the person asked to be kept signed in. The caller does not give it to staff. */
  remembered: boolean;
  reason: "login" | "joined" | "passkey" | "factor" | "recovery" | "password";
  /** When the password, or the passkey, was shown: the longest life counts from then, however often assurance rises. */
  loggedInAt?: Date;
};

/**
 * Starts a session for an account that has just shown what `assurance` says, in a transaction that acts for it. Unless a factor is still
 * awaited, the browser becomes one of the account's recognised devices, and the holder is mailed when it is a new one. Returns the new
 * session's id.
 * @throws AppError forbidden with `state` blocked, `why` and `until`, while the account is shut out.
 */
export async function startSession(tx: Tx, accountId: string, client: Client, start: Start): Promise<string> {
  const { assurance, remembered, reason } = start;
  await lockAccess(tx, accountId);
  const at = now();
  const block = await findAccountBlock(tx, accountId, at);
  if (block) throw new AppError("forbidden", { state: "blocked", why: block.reason, until: block.until.toISOString() });
  const id = newSecretId();
  const createdAt = start.loggedInAt ?? at;
  const limits = limitsOf({ assurance, remembered }, createdAt);
  const device = describeDevice(client.userAgent);
  const network = networkOf(client.address);
  const browser = assurance === "pending" ? null : await recogniseDevice(tx, accountId, client);
  const from = { device, network, deviceId: browser?.id ?? null };
  await insertSession(tx, { id, accountId, assurance, provedAt: at, remembered, createdAt, ...limits, ...from });
  await recordAccess(tx, { act: "session.start", object: `account:${accountId}`, subject: accountId, reason, facts: { assurance } });
  if (browser?.isNew) await warnOfNewDevice(tx, accountId, id);
  return id;
}

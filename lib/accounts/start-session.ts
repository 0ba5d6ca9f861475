import type { Tx } from "@/db/client";
import { insertSession } from "@/db/queries/sessions";
import type { Client } from "@/lib/accounts/client";
import { describeDevice } from "@/lib/accounts/describe-device";
import { recogniseDevice } from "@/lib/accounts/recognise-device";
import { limitsOf } from "@/lib/accounts/session-limits";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { newSecretId } from "@/lib/base/ids";
import { networkOf } from "@/lib/base/network";

export type Assurance = "pending" | "password" | "factor";
export type Start = {
  assurance: Assurance;
  /** Whether the person asked to be kept signed in. It is not given to staff; see `mayBeRemembered`. */
  remembered: boolean;
  reason: "login" | "joined" | "passkey" | "factor" | "recovery";
  /** When the password, or the passkey, was shown: the longest life counts from then, however often assurance rises. */
  loggedInAt?: Date;
};

/**
 * Starts a session for an account that has just shown what `assurance` says, in a transaction that acts for it. Unless a factor is still
 * awaited, the browser becomes one of the account's recognised devices. Returns the new session's id.
 */
export async function startSession(tx: Tx, accountId: string, client: Client, start: Start): Promise<string> {
  const { assurance, remembered, reason } = start;
  const id = newSecretId();
  const at = now();
  const createdAt = start.loggedInAt ?? at;
  const limits = limitsOf({ assurance, remembered }, createdAt);
  const device = describeDevice(client.userAgent);
  const network = networkOf(client.address);
  const deviceId = assurance === "pending" ? null : await recogniseDevice(tx, accountId, client, { sessionId: id });
  await insertSession(tx, { id, accountId, assurance, provedAt: at, remembered, createdAt, ...limits, device, network, deviceId });
  await recordAccess(tx, { act: "session.start", object: `account:${accountId}`, subject: accountId, reason, facts: { assurance } });
  return id;
}

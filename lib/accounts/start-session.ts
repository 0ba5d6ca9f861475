import type { Tx } from "@/db/client";
import { insertSession } from "@/db/queries/sessions";
import { recordAccess } from "@/lib/audit/record-access";
import { hourMs, later, now } from "@/lib/base/clock";
import { newSecretId } from "@/lib/base/ids";

/** A session ends after this long without a request that a person caused (clause 4c). */
export const idleSeconds = 1_800;
const longestHours = 12;

/** Starts a session for an account that has just proved its password, in a transaction of that account. Returns the new session's id. */
export async function startSession(tx: Tx, accountId: string, reason: "login" | "joined"): Promise<string> {
  const id = newSecretId();
  const createdAt = now();
  const expiresAt = later(createdAt, longestHours * hourMs);
  await insertSession(tx, { id, accountId, assurance: "password", idleSeconds, createdAt, expiresAt });
  await recordAccess(tx, { act: "session.start", object: `account:${accountId}`, subject: accountId, reason });
  return id;
}

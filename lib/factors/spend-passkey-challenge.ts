import { createHash } from "node:crypto";
import type { Tx } from "@/db/client";
import { forgetSpentChallenges, insertSpentChallenge } from "@/db/queries/passkeys";
import { later, minuteMs, now } from "@/lib/base/clock";

/** What a browser was asked to sign, and until when it may answer. */
export type PasskeyChallenge = { challenge: string; expiresAt: Date };

/**
 * Uses a challenge up, in the transaction that takes its answer. False when it is too old or was answered before. The row outlives the
 * challenge by a minute, since instances' clocks differ.
 */
export async function spendPasskeyChallenge(tx: Tx, { challenge, expiresAt }: PasskeyChallenge): Promise<boolean> {
  const at = now();
  if (expiresAt <= at) return false;
  await forgetSpentChallenges(tx, later(at, -minuteMs));
  return await insertSpentChallenge(tx, createHash("sha256").update(challenge).digest("base64url"), expiresAt);
}

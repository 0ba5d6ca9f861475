import { createHmac, hkdfSync } from "node:crypto";
import type { Tx } from "@/db/client";
import { blockedUntil, clearBucket, countAttempt, forgiveAttempt, type Pace } from "@/db/queries/throttles";
import type { Client } from "@/lib/accounts/client";
import { now } from "@/lib/base/clock";
import { webEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { networkOf } from "@/lib/base/network";

export type ThrottleScope = "login" | "factor" | "verify-password" | "invite-ask" | "reset" | "email-change";
/** One count of failures: of an account, of an address without one, or of a network. */
export type Bucket = { key: string; pace: Pace };

const perAccount: Pace = { free: 5, longestSeconds: 900, forgetSeconds: 86_400 };
/** Many people can share an address, so a network may fail more often before it waits. */
const perNetwork: Pace = { free: 100, longestSeconds: 900, forgetSeconds: 3_600 };
const unknownBuckets = 4_096;

const keys = new Map<string, Buffer>();
/** Keyed, so that the table tells neither an address nor an e-mail to someone who can read it. */
function mac(text: string): Buffer {
  const secret = webEnv().NEXTAUTH_SECRET;
  const key = keys.get(secret) ?? Buffer.from(hkdfSync("sha256", secret, "", "holdfast throttle buckets", 32));
  keys.set(secret, key);
  return createHmac("sha256", key).update(text).digest();
}

export function accountBucket(scope: ThrottleScope, accountId: string): Bucket {
  return { key: `${scope}:account:${mac(accountId).toString("base64url", 0, 16)}`, pace: perAccount };
}

/** For an address that has no account: one of a fixed number of buckets, so that guesses cannot grow the table. */
export function unknownBucket(scope: ThrottleScope, email: string): Bucket {
  return { key: `${scope}:unknown:${mac(email).readUInt32BE(0) % unknownBuckets}`, pace: perAccount };
}

export function networkBucket(scope: ThrottleScope, client: Client): Bucket {
  return { key: `${scope}:network:${mac(networkOf(client.address)).toString("base64url", 0, 16)}`, pace: perNetwork };
}

/**
 * Counts one attempt against each bucket before it is made, as if it failed; what turns out well is taken back afterwards. Failures
 * make the next attempt wait, twice as long each time and never longer than a quarter of an hour: nobody is locked out.
 * @returns the failures that each bucket now has, for `forgive`.
 * @throws AppError too_many with `retryAfterSeconds`; the caller's transaction then rolls back and the refused attempt counts nowhere.
 */
export async function countAgainst(tx: Tx, buckets: Bucket[]): Promise<Map<string, number>> {
  const at = now();
  const counted = new Map<string, number>();
  for (const { key, pace } of buckets) {
    const failures = await countAttempt(tx, key, pace, at);
    if (failures === null) {
      const until = (await blockedUntil(tx, key)) ?? at;
      const seconds = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1_000));
      throw new AppError("too_many", { retryAfterSeconds: String(seconds) });
    }
    counted.set(key, failures);
  }
  return counted;
}

/** The attempt succeeded: the account starts anew, the network gets this one attempt back. */
export async function forgive(tx: Tx, account: Bucket, network: Bucket, counted: Map<string, number>): Promise<void> {
  await forgiveAttempt(tx, network.key, counted.get(network.key) ?? 0);
  await clearBucket(tx, account.key);
}

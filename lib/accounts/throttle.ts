import { type Tx, transaction } from "@/db/client";
import { blockedUntil, countAttempt, forgiveAttempt, sweepThrottles } from "@/db/queries/throttles";
import type { Client } from "@/lib/accounts/client";
import { isRecognised } from "@/lib/accounts/recognise-device";
import { type Bucket, bucketsFor } from "@/lib/accounts/throttle-buckets";
import type { ThrottleScope } from "@/lib/accounts/throttle-paces";
import { now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/** An attempt that has been counted, to be taken back by `forgive` should it turn out well. */
export type Counted = { bucket: Bucket; until: Date }[];

/** More than the four rows that an attempt can add, so that the table shrinks to what still counts. */
const sweptEachTime = 8;

/**
 * Counts one attempt against each bucket of `bucketsFor` before it is made, as if it failed; what turns out well is taken back
 * afterwards. Failures make the next attempt wait, twice as long each time up to a longest wait: nobody is locked out.
 * Commit it in a transaction of its own before the attempt is made: what rolls back counts nowhere.
 * @returns what was counted, for `forgive`.
 * @throws AppError too_many with `retryAfterSeconds` (clause 4d); the refused attempt counts nowhere and must not be made.
 */
export async function countAgainst(tx: Tx, buckets: Bucket[]): Promise<Counted> {
  const at = now();
  const counted: Counted = [];
  for (const bucket of buckets) {
    const until = await countAttempt(tx, bucket.key, bucket.pace, at);
    if (!until) {
      const end = (await blockedUntil(tx, bucket.key)) ?? at;
      const seconds = Math.max(1, Math.ceil((end.getTime() - at.getTime()) / secondMs));
      throw new AppError("too_many", { retryAfterSeconds: String(seconds) });
    }
    counted.push({ bucket, until });
  }
  await sweepThrottles(tx, sweptEachTime, at);
  return counted;
}

/** The same for an attempt on an account that the transaction acts for: a device that it has used before counts apart from all others. */
export async function countOwnAttempt(tx: Tx, scope: ThrottleScope, accountId: string, client: Client): Promise<Counted> {
  return await countAgainst(tx, bucketsFor(scope, { client, accountId, recognised: await isRecognised(tx, accountId, client) }));
}

/**
 * The attempt turned out well: each bucket gets this one back, and no other. Guesses at an account are therefore bounded whatever its
 * owner does meanwhile, and a guesser's own account buys none.
 */
export async function forgive(tx: Tx, counted: Counted): Promise<void> {
  for (const { bucket, until } of counted) await forgiveAttempt(tx, bucket.key, bucket.pace, until);
}

/** Makes a counted attempt. Whoever is turned away because the process is busy has tried nothing: it counts nowhere. */
export async function unlessBusy<Result>(counted: Counted, attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "unavailable") {
      await transaction({ kind: "visitor" }, (tx) => forgive(tx, counted));
    }
    throw thrown;
  }
}

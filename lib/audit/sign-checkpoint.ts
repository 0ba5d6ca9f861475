import { transaction, withLock } from "@/db/client";
import { chainHead } from "@/db/queries/access-chain";
import { type CheckpointRow, insertCheckpoint, newestCheckpoint } from "@/db/queries/checkpoints";
import { chainStart } from "@/lib/audit/chain-hash";
import { noteHash, noteText } from "@/lib/audit/signed-notes";
import { dayMs, later, minuteMs, now } from "@/lib/base/clock";
import { environment } from "@/lib/base/env";
import { sign } from "@/lib/keys/local-keyring-sign";

/** With new lines at most this often, without any at least that often: a silence is signed too, so that a missing one is noticed. */
const everyMs = 10 * minuteMs;
const atLeastEveryMs = dayMs;

function isDue(last: CheckpointRow | null, sequence: number, at: Date): boolean {
  if (!last) return true;
  if (last.signedAt <= later(at, -atLeastEveryMs)) return true;
  return sequence > last.sequence && last.signedAt <= later(at, -everyMs);
}

/**
 * Signs how far the chain of the access log has come, where that is due, with the log's own key (EdDSA, RFC 7515). Called about every
 * minute by each worker; one of all of them does it. A crash leaves a checkpoint whole or none.
 * @returns the new checkpoint; null when none is due.
 */
export async function signCheckpoint(): Promise<CheckpointRow | null> {
  return await withLock("access-checkpoint", () =>
    transaction({ kind: "system", job: "sign-checkpoint" }, async (tx) => {
      const last = await newestCheckpoint(tx);
      const { sequence, hash } = (await chainHead(tx)) ?? { sequence: 0, hash: chainStart };
      const signedAt = now();
      if (!isDue(last, sequence, signedAt)) return null;
      const number = (last?.number ?? 0) + 1;
      const jws = await sign(
        "log-signing",
        noteText({
          kind: "checkpoint",
          number,
          sequence,
          head: hash.toString("hex"),
          at: signedAt.toISOString(),
          environment: environment(),
          previous: last ? noteHash(last.jws) : null,
        }),
      );
      const row = { number, sequence, jws, signedAt };
      await insertCheckpoint(tx, row);
      return row;
    }),
  );
}

import { type Tx, transaction, withLock } from "@/db/client";
import { chainHead, linkAt } from "@/db/queries/access-chain";
import { type CheckpointRow, insertCheckpoint, listTombstones, newestCheckpoint } from "@/db/queries/checkpoints";
import { chainStart } from "@/lib/audit/chain-hash";
import { noteHash, noteText, readCheckpoint, readTombstone } from "@/lib/audit/signed-notes";
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
 * Holds the chain as it is against the last checkpoint: each goes on from the one before, and what was signed once is never signed otherwise.
 * Where that checkpoint's place is gone behind a tombstone, the tombstone stands for it.
 * @throws Error where the chain is shorter than it was, or another one
 */
async function assertGoesOn(tx: Tx, last: CheckpointRow, sequence: number): Promise<void> {
  const note = await readCheckpoint(last.jws, null);
  if (!note) throw new Error(`checkpoint ${last.number} cannot be read`);
  if (sequence < note.sequence) throw new Error(`the log ends at place ${sequence}, and checkpoint ${note.number} covers ${note.sequence}`);
  if (note.sequence === 0) return;
  const tombstone = (await listTombstones(tx)).at(-1);
  if (tombstone && tombstone.through > note.sequence) return;
  const buried = tombstone?.through === note.sequence ? await readTombstone(tombstone.jws, null) : null;
  const head = buried?.hash ?? (await linkAt(tx, note.sequence))?.hash.toString("hex");
  if (head !== note.head)
    throw new Error(`the log at place ${note.sequence} is not the one that checkpoint ${note.number} was signed over`);
}

/**
 * Signs how far the chain of the access log has come, where that is due, with the log's own key (EdDSA, RFC 7515). Called about every
 * minute by each worker; one of all of them does it. A crash leaves a checkpoint whole or none.
 * @returns the new checkpoint; null when none is due.
 * @throws Error where it would go back behind the last one, or contradict it: nothing is signed until somebody has found out why
 */
export async function signCheckpoint(): Promise<CheckpointRow | null> {
  return await withLock("access-checkpoint", () =>
    transaction({ kind: "system", job: "sign-checkpoint" }, async (tx) => {
      const last = await newestCheckpoint(tx);
      const { sequence, hash } = (await chainHead(tx)) ?? { sequence: 0, hash: chainStart };
      const signedAt = now();
      if (last) await assertGoesOn(tx, last, sequence);
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

import { transaction, withLock } from "@/db/client";
import { buryBeginning, oldBeginning } from "@/db/queries/access-chain";
import { listTombstones, newestExported } from "@/db/queries/checkpoints";
import { noteHash, noteText } from "@/lib/audit/signed-notes";
import { dayMs, later, now } from "@/lib/base/clock";
import { environment } from "@/lib/base/env";
import { sign } from "@/lib/keys/local-keyring-sign";

const atOnce = 10_000;
/** A note a day is enough, unless there is more to bury than one takes. */
const everyMs = dayMs;

/**
 * Drops lines of the access log that are older than thirteen months, oldest first, and leaves a signed tombstone in their place, from which
 * the chain goes on (clause 7a; the checkpoints stay). Only lines that a checkpoint kept elsewhere vouches for: without CHECKPOINT_DIR
 * nothing is ever dropped. One transaction: a crash leaves the lines, or the tombstone.
 * @returns how many lines went.
 */
export async function buryOldLines(): Promise<number> {
  const buried = await withLock("access-burial", () =>
    transaction({ kind: "system", job: "bury-lines" }, async (tx) => {
      const [beginning, kept, earlier] = [await oldBeginning(tx, atOnce), await newestExported(tx), (await listTombstones(tx)).at(-1)];
      if (!beginning || !kept || kept.sequence < beginning.through) return 0;
      const at = now();
      if (beginning.lines < atOnce && earlier && earlier.signedAt > later(at, -everyMs)) return 0;
      const { through, hash, lines } = beginning;
      const note = await sign(
        "log-signing",
        noteText({
          kind: "tombstone",
          through,
          hash: hash.toString("hex"),
          lines,
          at: at.toISOString(),
          environment: environment(),
          previous: earlier ? noteHash(earlier.jws) : null,
        }),
      );
      await buryBeginning(tx, through, note);
      return lines;
    }),
  );
  return buried ?? 0;
}

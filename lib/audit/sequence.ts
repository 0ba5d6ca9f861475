import { type Tx, transaction, withLock } from "@/db/client";
import { chainHead, insertLinks } from "@/db/queries/access-chain";
import { unchainedLines } from "@/db/queries/access-lines";
import { chainHash, chainStart } from "@/lib/audit/chain-hash";
import { later, minuteMs, now } from "@/lib/base/clock";
import { firstIdAt } from "@/lib/base/ids";

const batch = 500;
/** A line's id is made in its transaction, which commits within this time of it. Older stragglers are found by the thorough look. */
const usualMs = 15 * minuteMs;
const thoroughEveryMs = 10 * minuteMs;
const smallestId = "00000000-0000-0000-0000-000000000000";

let thoroughAt: Date | null = null;

async function chainBatch(tx: Tx, fromId: string): Promise<number> {
  const lines = await unchainedLines(tx, fromId, batch);
  if (lines.length === 0) return 0;
  const head = await chainHead(tx);
  let sequence = head?.sequence ?? 0;
  let hash: Uint8Array = head?.hash ?? chainStart;
  const chainedAt = now();
  const links = lines.map((line) => {
    hash = chainHash(hash, line);
    sequence += 1;
    return { sequence, lineId: line.id, hash: Buffer.from(hash), chainedAt };
  });
  await insertLinks(tx, links);
  return links.length;
}

/**
 * Chains the lines of the access log that have no link yet, and returns how many it chained. Called about every second by each
 * worker; one of all of them does it at a time, the others return 0 at once.
 *
 * A batch is one transaction: a crash leaves lines without links, which the next call chains. Links are never changed, so the order
 * that was once written stays. Should two sequencers ever overlap, the sequence number's uniqueness lets only one commit.
 */
export async function sequenceLines(): Promise<number> {
  const chained = await withLock("access-chain", async () => {
    const at = now();
    const thorough = thoroughAt === null || later(thoroughAt, thoroughEveryMs) <= at;
    const fromId = thorough ? smallestId : firstIdAt(later(at, -usualMs));
    let total = 0;
    for (;;) {
      const count = await transaction({ kind: "system", job: "sequence-lines" }, (tx) => chainBatch(tx, fromId));
      total += count;
      if (count < batch) break;
    }
    if (thorough) thoroughAt = at;
    return total;
  });
  return chained ?? 0;
}

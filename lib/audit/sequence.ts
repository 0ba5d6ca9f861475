import { type Tx, transaction, withLock } from "@/db/client";
import { chainHead, insertLinks } from "@/db/queries/access-chain";
import { unchainedLines } from "@/db/queries/access-lines";
import { chainHash, chainStart } from "@/lib/audit/chain-hash";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { firstIdAt } from "@/lib/base/ids";

const batch = 500;
const smallestId = "00000000-0000-0000-0000-000000000000";

/**
 * How far back a look for lines without a link goes, and how often such a look is due. A line's id is made in its transaction, which
 * commits within moments of it: the look of each second need not read what long has its link. Stragglers are found by the longer looks.
 */
const looks = [
  { everyMs: 10 * minuteMs, backMs: null },
  { everyMs: 30 * secondMs, backMs: 15 * minuteMs },
  { everyMs: 0, backMs: 30 * secondMs },
];
const lookedAt = new Map<number, Date>();

/** Chains one batch. Returns how many lines, and the id of the last. */
async function chainBatch(tx: Tx, fromId: string): Promise<{ count: number; lastId: string }> {
  const lines = await unchainedLines(tx, fromId, batch);
  const lastId = lines.at(-1)?.id;
  if (lastId === undefined) return { count: 0, lastId: fromId };
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
  return { count: links.length, lastId };
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
    const due = looks.find(({ everyMs }) => later(lookedAt.get(everyMs) ?? new Date(0), everyMs) <= at);
    let fromId = due?.backMs ? firstIdAt(later(at, -due.backMs)) : smallestId;
    let total = 0;
    for (;;) {
      const { count, lastId } = await transaction({ kind: "system", job: "sequence-lines" }, (tx) => chainBatch(tx, fromId));
      total += count;
      fromId = lastId;
      if (count < batch) break;
    }
    if (due) lookedAt.set(due.everyMs, at);
    return total;
  });
  return chained ?? 0;
}

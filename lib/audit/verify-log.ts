import { chainHash, chainStart } from "@/lib/audit/chain-hash";
import { expectedHeads, type Finding, type Heads } from "@/lib/audit/expected-heads";
import type { LogSource } from "@/lib/audit/log-source";
import { type LogKey, noteHash, readTombstone, type Tombstone } from "@/lib/audit/signed-notes";

export type VerifyOptions = {
  /** The log's public keys, taken from elsewhere than the database; null when there are none to check signatures with. */
  keys: readonly LogKey[] | null;
  /** Checkpoints kept elsewhere, with the name to speak of each by. */
  kept: readonly { name: string; jws: string }[];
};

export type Intact = {
  result: "intact";
  /** How many lines were read, and the places of the first and the last of them. */
  lines: number;
  first: number;
  last: number;
  /** The chain's hash at the last place, as hex. */
  head: string;
  /** Lines that are gone behind tombstones. */
  buried: number;
  checkpoints: number;
  unchained: number;
  /** The last place that a checkpoint kept elsewhere vouches for; 0 for none. */
  vouchedThrough: number;
};
export type Verdict = Intact | ({ result: "broken" } & Finding);

type Beginning = { through: number; hash: Buffer };

/** The place from which the chain goes on after the last tombstone, each of which must be signed and follow on the one before. */
async function beginningOf(source: LogSource, keys: VerifyOptions["keys"]): Promise<Beginning | Finding> {
  const read: { note: Tombstone; jws: string }[] = [];
  for await (const { through, jws } of source.tombstones()) {
    const note = await readTombstone(jws, keys);
    const before = read.at(-1);
    const follows = note?.through === through && note.previous === (before ? noteHash(before.jws) : null);
    if (!note || !follows || note.lines !== through - (before?.note.through ?? 0)) return { because: "tombstone_forged", at: through };
    read.push({ note, jws });
  }
  const last = read.at(-1)?.note;
  return last ? { through: last.through, hash: Buffer.from(last.hash, "hex") } : { through: 0, hash: chainStart };
}

/** Recomputes the chain from its beginning, and holds it against the heads that were signed. */
async function walk(
  source: LogSource,
  { through, hash: start }: Beginning,
  heads: Heads,
): Promise<Finding | { sequence: number; hash: Buffer }> {
  let [sequence, hash] = [through, start];
  const check = () => heads.check(sequence, hash.toString("hex"));
  const wrongAtStart = check();
  if (wrongAtStart) return wrongAtStart;
  for await (const link of source.links()) {
    sequence += 1;
    if (link.sequence !== sequence) return { because: "link_missing", at: sequence };
    if (!link.line || link.line.id !== link.lineId) return { because: "line_missing", at: sequence };
    hash = chainHash(hash, link.line);
    if (link.hash !== hash.toString("hex")) return { because: "line_altered", at: sequence };
    const wrong = check();
    if (wrong) return wrong;
  }
  return { sequence, hash };
}

/**
 * Verifies the access log: each line and its order by the hash chain, each checkpoint and tombstone by its signature and by the one before,
 * and all of it against checkpoints that were kept elsewhere. Finds any line that was altered, removed, put in between, reordered or
 * chained anew; a history that forked; a tail that was cut or rewritten below a kept checkpoint; a checkpoint or tombstone that was forged.
 *
 * What it cannot find: without a checkpoint kept elsewhere, that somebody who can write the database has recomputed all of it; without a
 * key taken from elsewhere, who signed; in any case, what became of lines after the newest checkpoint that is given, and what was never
 * written down. Times are covered to the millisecond.
 */
export async function verifyLog(source: LogSource, { keys, kept }: VerifyOptions): Promise<Verdict> {
  const beginning = await beginningOf(source, keys);
  if ("because" in beginning) return { result: "broken", ...beginning };
  const heads = await expectedHeads(source, { keys, kept, buriedThrough: beginning.through });
  if ("because" in heads) return { result: "broken", ...heads };
  const end = await walk(source, beginning, heads);
  if ("because" in end) return { result: "broken", ...end };
  const beyond = heads.beyond(end.sequence);
  if (beyond) return { result: "broken", ...beyond };
  return {
    result: "intact",
    lines: end.sequence - beginning.through,
    first: beginning.through + 1,
    last: end.sequence,
    head: end.hash.toString("hex"),
    buried: beginning.through,
    checkpoints: heads.stored,
    unchained: await source.unchained(),
    vouchedThrough: heads.vouchedThrough,
  };
}

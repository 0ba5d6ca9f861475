import type { LogSource } from "@/lib/audit/log-source";
import { type Checkpoint, type LogKey, noteHash, readCheckpoint } from "@/lib/audit/signed-notes";

/** What does not hold, and where: the place in the chain, or a checkpoint's number; `name` is the kept checkpoint's. */
export type Finding = {
  because:
    | "link_missing"
    | "line_missing"
    | "line_altered"
    | "tombstone_forged"
    | "checkpoint_forged"
    | "checkpoint_missing"
    | "checkpoint_differs"
    | "kept_forged"
    | "forked"
    | "truncated";
  at: number;
  name?: string;
};

type Kept = { name: string; jws: string; note: Checkpoint };

/** What the chain's hash has to be at some places, as checkpoints say. */
export interface Heads {
  /** How many checkpoints the log itself holds. */
  stored: number;
  vouchedThrough: number;
  /** What does not hold at a place of the chain where its hash is this one. */
  check: (sequence: number, head: string) => Finding | null;
  /** What does not hold when the chain ends at this place. */
  beyond: (last: number) => Finding | null;
}

type Options = {
  keys: readonly LogKey[] | null;
  kept: readonly { name: string; jws: string }[];
  buriedThrough: number;
};

async function readKept({ keys, kept }: Options): Promise<Kept[] | Finding> {
  const read: Kept[] = [];
  for (const { name, jws } of kept) {
    const note = await readCheckpoint(jws.trim(), keys);
    if (!note) return { because: "kept_forged", at: 0, name };
    const other = read.find((one) => contradict(one.note, note));
    if (other) return { because: "forked", at: note.sequence, name };
    read.push({ name, jws: jws.trim(), note });
  }
  return read;
}

/** Whether no chain can hold both: one place with two hashes, a number twice, an order turned round, or two environments. */
function contradict(one: Checkpoint, other: Checkpoint): boolean {
  if (one.environment !== other.environment) return true;
  if (one.sequence === other.sequence && one.head !== other.head) return true;
  if (one.number === other.number) return noteOf(one) !== noteOf(other);
  const [earlier, later] = one.number < other.number ? [one, other] : [other, one];
  return earlier.sequence > later.sequence;
}

const noteOf = (note: Checkpoint) => JSON.stringify(note);

/** Reads what the log holds of checkpoints: numbered without a gap, each signed, each naming the one before. */
async function readStored(source: LogSource, keys: Options["keys"]): Promise<{ jws: string[]; notes: Checkpoint[] } | Finding> {
  const [jws, notes]: [string[], Checkpoint[]] = [[], []];
  for await (const row of source.checkpoints()) {
    const number = notes.length + 1;
    if (row.number !== number) return { because: "checkpoint_missing", at: number };
    const note = await readCheckpoint(row.jws, keys);
    const before = jws.at(-1);
    const earlier = notes.at(-1) ?? note;
    const follows =
      note?.previous === (before === undefined ? null : noteHash(before)) &&
      note.sequence >= (earlier?.sequence ?? 0) &&
      note.environment === earlier?.environment;
    if (!note || note.number !== number || note.sequence !== row.sequence || !follows) return { because: "checkpoint_forged", at: number };
    jws.push(row.jws);
    notes.push(note);
  }
  return { jws, notes };
}

/** What checkpoints, those that the log holds and those kept elsewhere, say of the chain; or what does not hold among themselves. */
export async function expectedHeads(source: LogSource, options: Options): Promise<Heads | Finding> {
  const kept = await readKept(options);
  if ("because" in kept) return kept;
  const stored = await readStored(source, options.keys);
  if ("because" in stored) return stored;
  for (const { name, jws, note } of kept) {
    const own = stored.jws[note.number - 1];
    if (own === undefined) return { because: "truncated", at: note.sequence, name };
    if (own !== jws) return { because: "forked", at: note.sequence, name };
  }
  const wanted = Map.groupBy(
    stored.notes.filter(({ sequence }) => sequence >= options.buriedThrough),
    ({ sequence }) => sequence,
  );
  const nameAt = new Map(kept.map(({ name, note }) => [note.sequence, name]));
  return {
    stored: stored.notes.length,
    vouchedThrough: Math.max(0, ...kept.map(({ note }) => note.sequence)),
    check: (sequence, head) => {
      if ((wanted.get(sequence) ?? []).every((note) => note.head === head)) return null;
      const name = nameAt.get(sequence);
      return name === undefined ? { because: "checkpoint_differs", at: sequence } : { because: "forked", at: sequence, name };
    },
    beyond: (last) => {
      const furthest = Math.max(0, ...wanted.keys());
      return furthest > last ? { because: "truncated", at: last + 1 } : null;
    },
  };
}

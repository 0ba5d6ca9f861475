import { transaction } from "@/db/client";
import { type Counted, type CountedKind, countSign } from "@/db/queries/signs";
import type { Actor } from "@/lib/base/actor";
import { secondMs } from "@/lib/base/clock";
import { describeError, log } from "@/lib/base/log";

const writeEveryMs = 5 * secondMs;
/** How many different signs of a kind are told apart between two writes. A flood from everywhere counts as one beyond that. */
const mostOfKind = 200;

type Told = Omit<Counted, "count">;

let tallies = new Map<CountedKind, Map<string, Counted>>();
let timer: NodeJS.Timeout | null = null;
let isDeaf = false;

/**
 * Counts a sign that may be one of many, in memory, and writes what was counted every five seconds: what floods us costs no query each. A crash
 * loses what was counted since; while the database is away it is kept, within its bound. Nothing here is part of the access log.
 * @param actor in whose name this process writes.
 */
export function tallySign(actor: Actor, { kind, network = "", object = "" }: Partial<Told> & Pick<Told, "kind">): void {
  add({ kind, network, object, count: 1 });
  writeLater(actor);
}

function add({ count, ...sign }: Counted): void {
  const ofKind = tallies.get(sign.kind) ?? new Map<string, Counted>();
  tallies.set(sign.kind, ofKind);
  const keyOf = ({ network, object }: Told) => JSON.stringify([network, object]);
  const isCrowded = ofKind.size >= mostOfKind && !ofKind.has(keyOf(sign));
  const told = isCrowded ? { ...sign, network: "others", object: "others" } : sign;
  const key = keyOf(told);
  ofKind.set(key, { ...told, count: count + (ofKind.get(key)?.count ?? 0) });
}

function writeLater(actor: Actor): void {
  if (timer) return;
  timer = setTimeout(() => void writeSigns(actor), writeEveryMs).unref();
}

/** Writes what was counted, in one order, so that two processes do not wait for each other in a circle. */
export async function writeSigns(actor: Actor): Promise<void> {
  timer = null;
  const counted = [...tallies.keys()].toSorted().flatMap((kind) => {
    const ofKind = tallies.get(kind) ?? new Map<string, Counted>();
    return [...ofKind.keys()].toSorted().map((key) => ofKind.get(key) as Counted);
  });
  tallies = new Map();
  if (counted.length === 0) return;
  try {
    await transaction(actor, async (tx) => {
      for (const sign of counted) await countSign(tx, sign);
    });
    isDeaf = false;
  } catch (thrown) {
    if (!isDeaf) log.warn("signs are not counted, trying again", { waiting: counted.length, ...describeError(thrown) });
    isDeaf = true;
    for (const sign of counted) add(sign);
    writeLater(actor);
  }
}

import { keysDb, transaction } from "@/db/client";
import { keysMarkOf, markOf } from "@/db/queries/installation";
import { environment, keyringDir } from "@/lib/base/env";
import { readKeyringMark } from "@/lib/keys/mark-keyring";
import type { Seen } from "@/lib/oversight/seen";

/**
 * Clause 5d: the marks of both databases and of the keyring, read anew, name the environment that this process runs in and one installation.
 * That other environments' processes are refused follows from the same marks, at their start and at each pool's first transaction.
 */
export async function checkIsolation(): Promise<Seen> {
  const main = await transaction({ kind: "system", job: "controls" }, markOf);
  const keys = await keysMarkOf(keysDb());
  const ring = readKeyringMark(keyringDir());
  const parts = [
    { what: "main database", mark: main },
    { what: "keys database", mark: keys },
    { what: "keyring", mark: ring && { environment: ring.environment, id: ring.installation } },
  ];
  const looked = parts.length;
  const unmarked = parts.filter(({ mark }) => mark === null).map(({ what }) => what);
  if (unmarked.length > 0) return { result: "fails", looked, seen: `without a mark: ${unmarked.join(", ")}` };
  const foreign = parts.filter(({ mark }) => mark?.environment !== environment());
  if (foreign.length > 0)
    return { result: "fails", looked, seen: foreign.map(({ what, mark }) => `the ${what} belongs to ${mark?.environment}`).join("; ") };
  if (new Set(parts.map(({ mark }) => mark?.id)).size > 1)
    return { result: "fails", looked, seen: "the parts belong to different installations" };
  return { result: "holds", looked, seen: `main database, keys database and keyring are ${environment()}'s, and of one installation` };
}

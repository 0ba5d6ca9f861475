import type { Destination } from "@/lib/outbound/destination";
import type { Seen } from "@/lib/oversight/seen";
import type { Searched } from "@/lib/policy/canary/search-place";

/** What a check needs of the worker's keyring and platforms, which no module that web reaches may import. */
export interface WorkerParts {
  /** @throws Error where the keyring lies in a bad place, or others can read it */
  assertKeyring: () => void;
  /** The public half of the key that signs the log's checkpoints, from the keyring itself. */
  logKey: () => object;
  /** Where platforms are called, one for each host that is set up. */
  platformDestinations: () => Destination[];
  /** Whose the databases and the keyring are. */
  checkIsolation: () => Promise<Seen>;
  /** What the search for forbidden fields found, place by place. */
  searchEverywhere: () => Promise<{ searched: Searched[]; tablesUnread: number }>;
}

let parts: WorkerParts | null = null;

/** Called by the worker's half of this noun, as it is loaded. */
export function giveWorkerParts(given: WorkerParts): void {
  parts = given;
}

/** @throws Error anywhere but in the worker: what cannot be looked at is unknown */
export function workerParts(): WorkerParts {
  if (!parts) throw new Error("only the worker can look at what is its own");
  return parts;
}

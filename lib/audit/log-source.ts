import { type Tx, transaction } from "@/db/client";
import { linksAfter } from "@/db/queries/access-chain";
import { type AccessLine, countUnchained } from "@/db/queries/access-lines";
import { type CheckpointRow, checkpointsAfter, listTombstones } from "@/db/queries/checkpoints";
import type { Actor } from "@/lib/base/actor";

/** One place of the chain, with the line that it is of; the line is null when it is gone. `hash` is hex. */
export type Link = { sequence: number; hash: string; lineId: string; line: AccessLine | null };
export type StoredCheckpoint = Pick<CheckpointRow, "number" | "sequence" | "jws">;
export type StoredTombstone = { through: number; jws: string };

/** Where the log is read from: a live database, or a dump of it. Each list in its own order. */
export interface LogSource {
  tombstones: () => AsyncIterable<StoredTombstone>;
  checkpoints: () => AsyncIterable<StoredCheckpoint>;
  links: () => AsyncIterable<Link>;
  /** How many lines have no place in the chain yet; asked for after the links. */
  unchained: () => Promise<number>;
}

const batch = 2_000;

/** Rows page by page, each page in a transaction of its own: what grows meanwhile is read to where it ends then. */
async function* paged<Row>(read: (after: number) => Promise<Row[]>, placeOf: (row: Row) => number): AsyncIterable<Row> {
  let after = 0;
  for (;;) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < batch || last === undefined) return;
    after = placeOf(last);
  }
}

/** The log of a database, by whatever runs a transaction on it. */
export function sourceBy(run: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>): LogSource {
  return {
    async *tombstones() {
      yield* await run(listTombstones);
    },
    checkpoints: () =>
      paged(
        (after) => run((tx) => checkpointsAfter(tx, after, batch)),
        ({ number }) => number,
      ),
    async *links() {
      const read = (after: number) => run((tx) => linksAfter(tx, after, batch));
      for await (const { link, line } of paged(read, (row) => row.link.sequence)) {
        yield { sequence: link.sequence, hash: link.hash.toString("hex"), lineId: link.lineId, line };
      }
    },
    unchained: () => run(countUnchained),
  };
}

/** The log of the database that this process has the worker's URL of. */
export const databaseSource = (actor: Extract<Actor, { kind: "host" | "system" }>): LogSource =>
  sourceBy((work) => transaction(actor, work));

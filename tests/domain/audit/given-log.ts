import { vi } from "vitest";
import { transaction } from "@/db/client";
import { chainHash, chainStart } from "@/lib/audit/chain-hash";
import { databaseSource, type Link, type LogSource, type StoredCheckpoint, type StoredTombstone } from "@/lib/audit/log-source";
import { recordAccesses } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { signCheckpoint } from "@/lib/audit/sign-checkpoint";
import { type Checkpoint, noteHash, noteText, readCheckpoint } from "@/lib/audit/signed-notes";
import { hourMs, later } from "@/lib/base/clock";
import { signWith } from "@/lib/keys/signing";

export const system = { kind: "system", job: "test" } as const;
export const logKey = () => [JSON.parse(process.env.LOG_PUBLIC_KEY ?? "null")];

/** The log as rows in memory, for whoever has the database's files in hand to do with as they like. */
export type Rows = { tombstones: StoredTombstone[]; checkpoints: StoredCheckpoint[]; links: Link[] };

export const sourceOf = ({ tombstones, checkpoints, links }: Rows): LogSource => ({
  async *tombstones() {
    yield* tombstones;
  },
  async *checkpoints() {
    yield* checkpoints;
  },
  async *links() {
    yield* links;
  },
  unchained: () => Promise.resolve(0),
});

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

export async function rowsNow(): Promise<Rows> {
  const source = databaseSource(system);
  return {
    tombstones: await all(source.tombstones()),
    checkpoints: await all(source.checkpoints()),
    links: await all(source.links()),
  };
}

/** Adds lines, chains them, and an hour later has a checkpoint signed over them. */
export async function givenLines(count: number): Promise<void> {
  const access = { act: "thing.touch", subject: null, reason: "test" };
  await transaction(system, (tx) =>
    recordAccesses(
      tx,
      Array.from({ length: count }, (_, index) => ({ ...access, object: `thing:${index}` })),
    ),
  );
  await sequenceLines();
  vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(), hourMs) });
  await signCheckpoint();
}

/** Chains every line anew, as somebody would who wants the chain to hold after what they did. */
export function chainAnew(rows: Rows): void {
  let hash: Uint8Array = chainStart;
  for (const [index, link] of rows.links.entries()) {
    if (!link.line) throw new Error("a line is gone");
    hash = chainHash(hash, link.line);
    Object.assign(link, { sequence: index + 1, hash: Buffer.from(hash).toString("hex"), lineId: link.line.id });
  }
}

/** Signs the checkpoints anew over the chain as it is by now, with a key of one's own; those beyond its end are dropped. */
export async function signAnew(rows: Rows, privateJwk: object, from = 1): Promise<void> {
  const signed = rows.checkpoints.filter(({ number }) => number < from);
  for (const { number, sequence, jws } of rows.checkpoints.filter((one) => one.number >= from)) {
    const link = rows.links[sequence - 1];
    const note: Checkpoint | null = await readCheckpoint(jws, null);
    if (!link || !note) continue;
    const before = signed.at(-1);
    const text = noteText({ ...note, head: link.hash, previous: before ? noteHash(before.jws) : null });
    signed.push({ number, sequence, jws: await signWith(privateJwk, text) });
  }
  rows.checkpoints = signed;
}

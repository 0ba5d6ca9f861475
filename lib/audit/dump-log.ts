import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Link, LogSource, StoredCheckpoint, StoredTombstone } from "@/lib/audit/log-source";

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const line = z
  .strictObject({
    id: z.string(),
    at: z.coerce.date(),
    actor: z.string(),
    subject: z.string().nullable(),
    act: z.string(),
    object: z.string(),
    reason: z.string(),
    facts,
    personal: z.base64().nullable(),
    createdAt: z.coerce.date(),
  })
  .transform(({ personal, ...rest }) => ({ ...rest, personal: personal === null ? null : Buffer.from(personal, "base64") }));
const record = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("access-log"), version: z.literal(1) }),
  z.strictObject({ is: z.literal("tombstone"), through: z.number(), jws: z.string() }),
  z.strictObject({ is: z.literal("checkpoint"), number: z.number(), sequence: z.number(), jws: z.string() }),
  z.strictObject({ is: z.literal("link"), sequence: z.number(), hash: z.string(), lineId: z.string(), line: line.nullable() }),
  z.strictObject({ is: z.literal("end"), links: z.number(), unchained: z.number() }),
]);
type LogRecord = z.output<typeof record>;

/**
 * The access log as JSON Lines: what it is, tombstones, checkpoints, the chain's places each with its line, and an end that says how many
 * places there were. docs/operations/access-log.md describes each. Lines that are not chained yet are not in it.
 */
export async function* dumpLog(source: LogSource): AsyncIterable<string> {
  const text = (one: object) => `${JSON.stringify(one)}\n`;
  yield text({ is: "access-log", version: 1 });
  for await (const { through, jws } of source.tombstones()) yield text({ is: "tombstone", through, jws });
  for await (const { number, sequence, jws } of source.checkpoints()) yield text({ is: "checkpoint", number, sequence, jws });
  let links = 0;
  for await (const { line: of, ...link } of source.links()) {
    links += 1;
    yield text({ is: "link", ...link, line: of && { ...of, personal: of.personal?.toString("base64") ?? null } });
  }
  yield text({ is: "end", links, unchained: await source.unchained() });
}

/** A dump is not one, or was cut: its last record is missing, or counts other links than there are. */
export class DumpUnreadable extends Error {}

async function* recordsOf(path: string): AsyncIterable<LogRecord> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    yield parse(text, number);
  }
}

function parse(text: string, number: number): LogRecord {
  try {
    return record.parse(JSON.parse(text));
  } catch {
    throw new DumpUnreadable(`line ${number} of the dump is none that this version writes`);
  }
}

/** Reads a dump, record by record: it is never in memory as a whole. */
export function dumpSource(path: string): LogSource {
  let end: Extract<LogRecord, { is: "end" }> | null = null;
  return {
    async *tombstones(): AsyncIterable<StoredTombstone> {
      for await (const one of recordsOf(path)) {
        if (one.is === "tombstone") yield one;
        else if (one.is !== "access-log") return;
      }
    },
    async *checkpoints(): AsyncIterable<StoredCheckpoint> {
      for await (const one of recordsOf(path)) {
        if (one.is === "checkpoint") yield one;
        else if (one.is === "link" || one.is === "end") return;
      }
    },
    async *links(): AsyncIterable<Link> {
      let links = 0;
      for await (const one of recordsOf(path)) {
        if (end) throw new DumpUnreadable("the dump goes on after its end");
        if (one.is === "end") end = one;
        if (one.is !== "link") continue;
        links += 1;
        yield one;
      }
      if (end?.links !== links) throw new DumpUnreadable("the dump was cut: it does not end with the count of what it holds");
    },
    unchained: () => Promise.resolve(end?.unchained ?? 0),
  };
}

import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { logDir } from "@/lib/base/env";
import { log } from "@/lib/base/log";
import type { Content, Place } from "@/lib/policy/canary/place";

const chunkBytes = 1_000_000;
/** What is packed or long may lie across two chunks: each holds this much of the next besides. */
const overlapBytes = 64_000;
const waits = { forMs: 5_000, everyMs: 100 };

/** The log files of all processes of this machine, older ones that were put aside included, the one that was written last first. */
function logFiles(): string[] {
  const directory = logDir();
  if (directory === null) return [];
  const names = readdirSync(directory).filter((name) => /\.log(\.\d+)?$/.test(name));
  const dated = names.map((name) => ({ path: join(directory, name), at: statSync(join(directory, name)).mtimeMs }));
  return dated.toSorted((one, other) => other.at - one.at).map(({ path }) => path);
}

const nameOf = (path: string) => `the log ${path.slice(path.lastIndexOf("/") + 1)}`;

/** A file from its end to its beginning, in pieces, between which other work is let through. */
async function* chunksOf(path: string): AsyncGenerator<Content> {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    for (let end = size; end > 0; end -= chunkBytes) {
      const from = Math.max(0, end - chunkBytes);
      const bytes = Buffer.alloc(Math.min(size, end + overlapBytes) - from);
      yield { where: nameOf(path), bytes: bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from)), units: end - from };
      await wait(0);
    }
  } finally {
    closeSync(file);
  }
}

/** A file that was put aside meanwhile is there under its next name, or was among those that were read. */
async function* contents(): AsyncGenerator<Content> {
  for (const path of logFiles()) yield* chunksOf(path);
}

/** Until this process's own line has come to its file; one that does not come is not found. */
async function untilWritten(text: string): Promise<void> {
  for (let waited = 0; waited < waits.forMs; waited += waits.everyMs) {
    for await (const { bytes } of contents()) if (bytes.includes(text)) return;
    await wait(waits.everyMs);
  }
}

/** What is planted here stays, as a line that says what it is for: a log is only added to. */
export const logs: Place = {
  name: "the logs",
  say: (bytes) => `${Math.ceil(bytes / 1_000)} kB of logs`,
  absence: () => null,
  async *read() {
    if (logDir() === null) throw new Error("LOG_DIR does not say where the logs are");
    yield* contents();
  },
  whilePlanted: async (texts, look) => {
    if (logDir() === null) throw new Error("LOG_DIR does not say where the logs are");
    log.info("planted for the search for forbidden fields", { planted: texts });
    await untilWritten(texts[0] ?? "");
    await look(contents());
  },
};

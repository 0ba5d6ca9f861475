import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { spellings } from "@/lib/policy/canary/spellings";

const chunkBytes = 1 << 20;

/** The pid of a part of a world that runs, from what the world writes down about its processes. */
export function pidOf(home: string, part: string): number {
  const processes = JSON.parse(readFileSync(join(home, "processes.json"), "utf8")) as { name: string; pid: number }[];
  const found = processes.find(({ name }) => name === part);
  if (!found) throw new Error(`no ${part} runs in ${home}`);
  return found.pid;
}

/** The ranges of addresses that a process can write to: heap, stacks, buffers. What it only reads are files and programs. */
function writableRanges(pid: number): { from: number; to: number }[] {
  const lines = readFileSync(`/proc/${pid}/maps`, "utf8").split("\n");
  return lines.flatMap((line) => {
    const [, from, to] = line.match(/^([\da-f]+)-([\da-f]+) rw/) ?? [];
    return from && to ? [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }] : [];
  });
}

/**
 * Whether any of these texts, in any spelling, is in the memory of a process at this moment: all of it, what the garbage collector has not
 * overwritten yet included, of which a heap snapshot is a part. Linux only, for a process that this one has started or owns.
 */
export function memoryHolds(pid: number, texts: string[]): boolean {
  const wanted = texts.flatMap(spellings);
  const overlap = Math.max(...wanted.map((text) => text.length));
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const chunk = Buffer.allocUnsafe(chunkBytes + overlap);
  try {
    let readBytes = 0;
    for (const { from, to } of writableRanges(pid)) {
      for (let at = from; at < to; at += chunkBytes) {
        const bytes = readAt(memory, chunk, at, Math.min(chunkBytes + overlap, to - at));
        readBytes += bytes;
        const part = chunk.subarray(0, bytes);
        if (wanted.some((text) => part.includes(text))) return true;
      }
    }
    if (readBytes === 0) throw new Error(`nothing of the memory of process ${pid} could be read`);
    return false;
  } finally {
    closeSync(memory);
  }
}

/** A range may have been given back to the system since it was listed: then nothing of it is there to be read. */
function readAt(memory: number, chunk: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, chunk, 0, length, at);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && (thrown.code === "EIO" || thrown.code === "EFAULT")) return 0;
    throw thrown;
  }
}

import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { transaction } from "@/db/client";
import { type CheckpointRow, markExported, unexportedCheckpoints } from "@/db/queries/checkpoints";
import { now } from "@/lib/base/clock";
import { checkpointDir } from "@/lib/base/env";

const job = "export-checkpoints";
const batch = 100;

/** Each in a file of its own, whose name sorts as its number does. */
export const checkpointFile = (number: number) => `checkpoint-${String(number).padStart(12, "0")}.jws`;

/** Writes a file that is there whole or not at all, on disk before anybody is told that it is. Leaves one of the same text as it is. */
async function writeOnce(directory: string, { number, jws }: CheckpointRow): Promise<void> {
  const path = join(directory, checkpointFile(number));
  const before = await readFile(path, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return null;
    throw thrown;
  });
  if (before === jws) return;
  if (before !== null) throw new Error(`${path} holds another checkpoint of this number: the database or the directory has been put back`);
  const draft = `${path}.${process.pid}.draft`;
  const file = await open(draft, "w", 0o644);
  try {
    await file.writeFile(jws);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(directory, "r");
  await folder.sync().finally(() => folder.close());
}

/**
 * Writes the checkpoints that have not been written yet into CHECKPOINT_DIR, which is to be a place that nobody with the database in hand
 * can write to. A crash leaves a whole file that is written no second time. Does nothing where no directory is configured.
 * @returns how many were written.
 * @throws Error when the directory cannot be written, or holds another checkpoint of a number: the worker complains of it each minute.
 */
export async function exportCheckpoints(): Promise<number> {
  const directory = checkpointDir();
  if (directory === null) return 0;
  const waiting = await transaction({ kind: "system", job }, (tx) => unexportedCheckpoints(tx, batch));
  for (const checkpoint of waiting) {
    await writeOnce(directory, checkpoint);
    await transaction({ kind: "system", job }, (tx) => markExported(tx, checkpoint.number, now()));
  }
  return waiting.length;
}

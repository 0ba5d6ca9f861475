import { transaction } from "@/db/client";
import { markExported, unexportedCheckpoints } from "@/db/queries/checkpoints";
import { writeOnce } from "@/lib/audit/write-once";
import { now } from "@/lib/base/clock";
import { checkpointDir } from "@/lib/base/env";

const job = "export-checkpoints";
const batch = 100;

/** Each in a file of its own, whose name sorts as its number does. */
export const checkpointFile = (number: number) => `checkpoint-${String(number).padStart(12, "0")}.jws`;

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
    await writeOnce(directory, checkpointFile(checkpoint.number), checkpoint.jws);
    await transaction({ kind: "system", job }, (tx) => markExported(tx, checkpoint.number, now()));
  }
  return waiting.length;
}

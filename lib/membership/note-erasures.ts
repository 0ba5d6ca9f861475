import { readdir } from "node:fs/promises";
import { transaction } from "@/db/client";
import { listErased } from "@/db/queries/accounts";
import { writeOnce } from "@/lib/audit/write-once";
import { checkpointDir } from "@/lib/base/env";

const fileOf = (accountId: string) => `erased-${accountId}.json`;
const noteFile = /^erased-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.json$/;

/**
 * Notes accounts whose erasure has begun in CHECKPOINT_DIR, by their ids, which name nobody: a backup that is older than an erasure does not
 * know of it, and a restore reads it there. A crash leaves whole notes. Does nothing where no directory is configured.
 */
export async function noteErasures(accountIds: string[]): Promise<void> {
  const directory = checkpointDir();
  if (directory === null) return;
  for (const account of accountIds)
    await writeOnce(directory, fileOf(account), `${JSON.stringify({ is: "erasure", version: 1, account })}\n`);
}

/** Notes every erased account that has no note yet: each minute, so that what could not be written is made up for, in a new directory too. */
export async function noteAllErasures(): Promise<void> {
  const directory = checkpointDir();
  if (directory === null) return;
  const noted = new Set(await readErasures(directory));
  const erased = await transaction({ kind: "system", job: "note-erasures" }, listErased);
  await noteErasures(erased.filter((id) => !noted.has(id)));
}

/** The accounts that are noted in a directory. */
export async function readErasures(directory: string): Promise<string[]> {
  return (await readdir(directory)).flatMap((name) => noteFile.exec(name)?.[1] ?? []);
}

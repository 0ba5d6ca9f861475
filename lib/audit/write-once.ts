import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { syncToDisk } from "@/lib/base/sync-to-disk";

/**
 * Writes a file that is there whole or not at all, on disk before anybody is told that it is. Leaves one of the same text as it is.
 * @throws Error when there is one of another text.
 */
export async function writeOnce(directory: string, name: string, text: string): Promise<void> {
  const path = join(directory, name);
  const before = await readFile(path, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return null;
    throw thrown;
  });
  if (before === text) return;
  if (before !== null) throw new Error(`${path} holds another text: the database or the directory has been put back`);
  const draft = `${path}.${process.pid}.draft`;
  const file = await open(draft, "w", 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncToDisk(directory);
}

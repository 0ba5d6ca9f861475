import { open } from "node:fs/promises";

/** Has the disk hold a file, or a directory's names, before anybody relies on them. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
}

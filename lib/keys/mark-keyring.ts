import { statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readKeyFile, writeOnce } from "@/lib/keys/local-keyring-files";

/** Whose a keyring is: the environment and installation of the databases that its keys belong to. */
const mark = z.object({ environment: z.string(), installation: z.uuid() });
export type KeyringMark = z.infer<typeof mark>;

const name = "installation.json";

/** A keyring's mark; null for one that was made before keyrings had any. */
export function readKeyringMark(dir: string): KeyringMark | null {
  const file = path.join(dir, name);
  return statSync(file, { throwIfNoEntry: false }) ? readKeyFile(file, mark, "the mark of an installation") : null;
}

/**
 * Marks a keyring that has no mark, once: of two at once the first one's stays. Whether it is this installation's then is in the answer.
 * @returns the mark that it has now, and whether it was made just now.
 */
export function markKeyring(dir: string, own: KeyringMark): { mark: KeyringMark; isNew: boolean } {
  const before = readKeyringMark(dir);
  if (before) return { mark: before, isNew: false };
  writeOnce(dir, name, own);
  return { mark: readKeyringMark(dir) ?? own, isNew: true };
}

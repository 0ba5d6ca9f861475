import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import type { z } from "zod";

/** @throws Error with the remedy, when anyone but this process's user could read or change what lies there. */
export function assertPrivate(place: string): void {
  const { mode, uid } = statSync(place);
  if ((mode & 0o077) !== 0) {
    throw new Error(
      `${place} can be read or changed by other users (mode ${(mode & 0o777).toString(8)}). Remove their rights: chmod -R go= ${place}`,
    );
  }
  const self = process.getuid?.();
  if (self !== undefined && uid !== self) throw new Error(`${place} belongs to user ${uid}, not to user ${self} that runs this process.`);
}

/** @throws Error that names the file and shows nothing of it, when others can read it or it is not of this form. */
export function readKeyFile<Value>(file: string, schema: z.ZodType<Value>, what = "a set of JSON Web Keys of the right kind"): Value {
  assertPrivate(file);
  let value: unknown = null;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // refused below: the parser's message could quote a part of a key
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${file} does not hold ${what}.`);
  return parsed.data;
}

/** Writes a key as a file of its own; see `writeOnce`. */
export function writeKeyFile(dir: string, name: string, key: object): void {
  writeOnce(dir, name, { keys: [key] });
}

/**
 * Writes a file whole or not at all, and never over another: of two makers at once, the first one's stays. It is on the disk
 * when this returns. A crash leaves the file, or none, and perhaps a draft whose name starts with a dot, which nothing reads.
 */
export function writeOnce(dir: string, name: string, value: object): void {
  const draft = path.join(dir, `.${name}.${randomBytes(6).toString("hex")}`);
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, `${JSON.stringify(value)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path.join(dir, name));
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST")) throw thrown;
  } finally {
    rmSync(draft);
  }
  syncDirectory(dir);
}

/** Removes a file for good: a crash after this returns does not bring it back. */
export function removeKeyFile(dir: string, name: string): void {
  rmSync(path.join(dir, name), { force: true });
  syncDirectory(dir);
}

function syncDirectory(dir: string): void {
  const handle = openSync(dir, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What to do about keys that are not there. */
export function lacks(dir: string, names: readonly string[]): Error {
  return new Error(
    `The keyring at ${dir} lacks: ${names.join(", ")}. Restore it from its backup: a new key cannot open what the old one closed. ` +
      "What no release before this one had is made, beside what is there, by: npm run keys -- make",
  );
}

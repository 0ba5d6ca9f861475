import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

/** One stored document as it stands after a change; null means that it is gone. */
export type Change = readonly [table: string, id: string, value: unknown];

export interface Journal {
  /** Appends one batch as one line. A process killed during the call leaves either the whole batch or none of it. */
  append(batch: readonly Change[]): void;
  close(): void;
}

/** Every change that was ever appended and answered, oldest first. A last line cut short by a kill was never answered: it is left out. */
export function readJournal(path: string): Change[] {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => JSON.parse(line) as Change[]);
}

/**
 * Replaces the file by `kept` (a kill leaves the old file or the new one) and opens it for appending.
 * Kill -9 loses nothing that was appended; a power cut may, for appends are not flushed to the device.
 */
export function startJournal(path: string, kept: readonly Change[]): Journal {
  const next = `${path}.next`;
  const fresh = openSync(next, "w", 0o600);
  writeWhole(fresh, kept.map((change) => `${JSON.stringify([change])}\n`).join(""));
  fsyncSync(fresh);
  closeSync(fresh);
  renameSync(next, path);
  const file = openSync(path, "a", 0o600);
  return {
    append: (batch) => writeWhole(file, `${JSON.stringify(batch)}\n`),
    close: () => closeSync(file),
  };
}

function writeWhole(file: number, text: string) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

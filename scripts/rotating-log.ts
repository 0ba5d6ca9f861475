import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";

/** A log takes 10 MB, and five older ones are kept beside it: 60 MB a part at the most. */
const usual = { mostBytes: 10_000_000, keep: 5 };
export type LogBounds = typeof usual;

/** `web.log` becomes `web.log.1`, that one `web.log.2`, and the oldest goes. A crash in between leaves a gap in the numbers, and no line lost. */
function rotate(path: string, keep: number): void {
  rmSync(`${path}.${keep}`, { force: true });
  for (let age = keep - 1; age >= 1; age -= 1) if (existsSync(`${path}.${age}`)) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
  renameSync(path, `${path}.1`);
}

/** For a log that another program writes into: rotated before it is started, when it has grown too large. */
export function rotateIfLarge(path: string, { mostBytes, keep }: LogBounds = usual): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) rotate(path, keep);
}

/** A log file that is this user's alone and bounded. Each line is in it when `write` returns, whole and in one file, also when that rotates. */
export function openLog(path: string, { mostBytes, keep }: LogBounds = usual): { write: (line: string) => void; close: () => void } {
  let file = openSync(path, "a", 0o600);
  let bytes = fstatSync(file).size;
  return {
    write(line) {
      const text = Buffer.from(`${line}\n`);
      if (bytes > 0 && bytes + text.length > mostBytes) {
        closeSync(file);
        rotate(path, keep);
        file = openSync(path, "a", 0o600);
        bytes = 0;
      }
      bytes += writeSync(file, text);
    },
    close: () => closeSync(file),
  };
}

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, inject } from "vitest";

type Line = { level: string; event: string; [field: string]: unknown };

const files = ["web.log", "worker.log"].map((name) => join(inject("world").home, "logs", name));
let offsets: number[] = [];
let expected: string[] = [];

/** Says that this test makes the world log errors with these events. */
export function expectWorldErrors(...events: string[]): void {
  expected.push(...events);
}

function linesSince(file: string, offset: number): Line[] {
  const bytes = Buffer.alloc(Math.max(0, statSync(file).size - offset));
  const handle = openSync(file, "r");
  readSync(handle, bytes, 0, bytes.length, offset);
  closeSync(handle);
  return bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line.startsWith('{"at":'))
    .map((line) => JSON.parse(line) as Line);
}

/**
 * A set-up file: an error that web or worker logs while a test runs fails it, unless the test announced it. Tests share
 * the world, so that the one at fault may be another that runs beside.
 */
beforeEach(() => {
  offsets = files.map((file) => statSync(file).size);
  expected = [];
});

afterEach(() => {
  const errors = files.flatMap((file, index) => linesSince(file, offsets[index] ?? 0)).filter(({ level }) => level === "error");
  const unexpected = errors.filter(({ event }) => !expected.includes(event));
  if (unexpected.length > 0) throw new Error(`The world logged errors:\n${unexpected.map((line) => JSON.stringify(line)).join("\n")}`);
});

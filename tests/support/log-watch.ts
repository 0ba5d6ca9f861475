import { afterEach, beforeEach, expect } from "vitest";

type Line = { level: string; event: string; [field: string]: unknown };

let lines: Line[] = [];
let raw: string[] = [];
let expected: string[] = [];

/** Every line that the running test has logged so far, as parsed JSON. */
export const logLines = (): readonly Line[] => lines;

/** What the running test has logged so far, as it was written. */
export const rawLog = (): string => raw.join("");

/** Says that this test makes the code warn or report an error with these events, each at least once. */
export function expectComplaints(...events: string[]): void {
  expected.push(...events);
}

function parse(chunk: unknown): Line[] | null {
  if (typeof chunk !== "string" || !chunk.startsWith('{"at":')) return null;
  return chunk
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/**
 * A set-up file: the log is watched instead of printed, and a test in which the code warns or reports an error that the
 * test did not announce fails, as does one whose announced complaint never came.
 */
const shared = globalThis as typeof globalThis & { writeUnwatched?: typeof process.stdout.write };
shared.writeUnwatched ??= process.stdout.write.bind(process.stdout);
const write = shared.writeUnwatched;
process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
  const logged = parse(chunk);
  if (!logged) return write(chunk, ...rest);
  lines.push(...logged);
  raw.push(String(chunk));
  return true;
}) as typeof process.stdout.write;

beforeEach(() => {
  lines = [];
  raw = [];
  expected = [];
});

afterEach(() => {
  const complaints = lines.filter(({ level }) => level === "warn" || level === "error");
  const unexpected = complaints.filter(({ event }) => !expected.includes(event));
  const missing = expected.filter((event) => !complaints.some((line) => line.event === event));
  expect({ unexpected, missing }, "what the code complained of in its log").toEqual({ unexpected: [], missing: [] });
});

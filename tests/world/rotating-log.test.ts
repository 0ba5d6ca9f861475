import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openLog, rotateIfLarge } from "@/scripts/rotating-log";

const directory = mkdtempSync(join(tmpdir(), "holdfast-logs-"));
afterAll(() => rmSync(directory, { recursive: true }));
const filesOf = (name: string) =>
  readdirSync(directory)
    .filter((file) => file.startsWith(name))
    .toSorted();
const linesOf = (file: string) => readFileSync(join(directory, file), "utf8").replace(/\n$/, "").split("\n");

test("a log is rotated at its bound: no file is larger, no more are kept, and what is kept has every line once and in order", () => {
  const log = openLog(join(directory, "web.log"), { mostBytes: 1_000, keep: 3 });
  const lines = Array.from({ length: 400 }, (_, index) => `line ${index} ${"é".repeat(index % 7)}`);
  for (const line of lines) log.write(line);
  log.close();
  const files = filesOf("web.log");
  expect(files).toEqual(["web.log", "web.log.1", "web.log.2", "web.log.3"]);
  for (const file of files) {
    expect(statSync(join(directory, file)).size).toBeLessThanOrEqual(1_000);
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  }
  const kept = files.toReversed().flatMap(linesOf);
  expect(kept).toEqual(lines.slice(-kept.length));
});

test("a log that is opened again goes on where it ended, and one line alone may be larger than the bound", () => {
  const bounds = { mostBytes: 20, keep: 2 };
  for (const line of ["one", "two", "a line that is longer than the bound"]) {
    const log = openLog(join(directory, "worker.log"), bounds);
    log.write(line);
    log.close();
  }
  expect(filesOf("worker.log").toReversed().flatMap(linesOf)).toEqual(["one", "two", "a line that is longer than the bound"]);
});

test("a log that another program writes is rotated before its start, when it is too large", () => {
  const path = join(directory, "postgres.log");
  writeFileSync(path, "x".repeat(30));
  rotateIfLarge(path, { mostBytes: 30, keep: 2 });
  expect(filesOf("postgres.log")).toEqual(["postgres.log"]);
  writeFileSync(path, "x".repeat(31));
  rotateIfLarge(path, { mostBytes: 30, keep: 2 });
  expect(filesOf("postgres.log")).toEqual(["postgres.log.1"]);
});

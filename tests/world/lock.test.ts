import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startOf, takeLock, waitForLock } from "@/scripts/lock.mjs";

function givenLockFile(): string {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-lock-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, "lock");
}

test("a lock that a living process has is refused, and its pid named", () => {
  const file = givenLockFile();
  expect(takeLock(file)).toHaveProperty("release");
  expect(takeLock(file)).toEqual({ holder: process.pid });
});

test("a lock that was given back can be taken again", () => {
  const file = givenLockFile();
  const first = takeLock(file);
  if ("release" in first) first.release();
  expect(takeLock(file)).toHaveProperty("release");
});

test("the lock of a process that was killed counts for nothing", async () => {
  const file = givenLockFile();
  const lock = new URL("../../scripts/lock.mjs", import.meta.url).href;
  const taken = spawnSync(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { takeLock } from "${lock}"; takeLock("${file}"); process.kill(process.pid, "SIGKILL")`,
  ]);
  expect(taken.signal).toBe("SIGKILL");
  expect(await waitForLock(file)).toHaveProperty("release");
});

test("a pid that another process has been given since does not hold the lock", () => {
  const file = givenLockFile();
  writeFileSync(file, `${process.pid} 1 some-other-process`);
  expect(startOf(process.pid)).not.toBe("1");
  expect(takeLock(file)).toHaveProperty("release");
});

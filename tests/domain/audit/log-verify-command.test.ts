import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { exportCheckpoints } from "@/lib/audit/export-checkpoints";
import { exportLog } from "@/lib/audit/export-log";
import { readLogKeys } from "@/lib/audit/read-log-keys";
import { root } from "@/scripts/root";
import { host } from "@/tests/support/members";
import { givenLines } from "./given-log";

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), "holdfast-log-"));
const file = (name: string) => join(directory, name);
afterAll(async () => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true });
  await closeDatabases();
});
beforeAll(async () => {
  mkdirSync(file("kept"));
  process.env.CHECKPOINT_DIR = file("kept");
  await givenLines(4);
  await exportCheckpoints();
  await givenLines(3);
  await exportLog(host, file("log.jsonl"));
  writeFileSync(file("key.json"), JSON.stringify(await readLogKeys()));
});

/** Runs the command as an operator would. */
async function logVerify(...args: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, ["scripts/run.mjs", "log-verify", ...args], { cwd: root, env: process.env });
    return { code: 0, said: stdout };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

test("the running database and a dump of it are verified against what was kept, and it is said what cannot be told", async () => {
  for (const from of [[], ["--dump", file("log.jsonl")]]) {
    const { code, said } = await logVerify(...from, "--checkpoint", file("kept"), "--key", file("key.json"));
    expect(said).toMatch(/lines +\d+, places 1 to \d+\n/);
    expect(said).toContain("above place 4: 3 lines only agree with each other");
    expect(said.trimEnd()).toMatch(/\nVERDICT intact: as signed through place 4$/);
    expect(code).toBe(0);
  }
  expect(statSync(file("log.jsonl")).mode & 0o777).toBe(0o600);
});

test("without a checkpoint and a key it says that all of it could have been made anew", async () => {
  const { code, said } = await logVerify("--dump", file("log.jsonl"));
  expect(said).toContain("whether somebody who can write the database has made all of it anew");
  expect(said).toContain("who signed the checkpoints");
  expect(said.trimEnd()).toMatch(/\nVERDICT intact: its lines agree with each other$/);
  expect(code).toBe(0);
});

test("an altered dump and a cut one are broken, each with one line that says where", async () => {
  const honest = readFileSync(file("log.jsonl"), "utf8");
  const args = ["--checkpoint", file("kept"), "--key", file("key.json")];
  writeFileSync(file("altered.jsonl"), honest.replace('"object":"thing:2"', '"object":"thing:9"'));
  expect(await logVerify("--dump", file("altered.jsonl"), ...args)).toEqual({
    code: 1,
    said: "VERDICT broken: the line of place 3, or its hash, was altered\n",
  });
  writeFileSync(file("cut.jsonl"), honest.split("\n").slice(0, -3).join("\n"));
  expect(await logVerify("--dump", file("cut.jsonl"), ...args)).toMatchObject({
    code: 1,
    said: expect.stringContaining("VERDICT broken: the dump was cut"),
  });
});

test("a wrong use is told apart from a broken log", async () => {
  expect((await logVerify("--dmp", file("log.jsonl"))).code).toBe(2);
  writeFileSync(file("private.json"), "{}");
  const wrongKey = await logVerify("--dump", file("log.jsonl"), "--key", file("private.json"));
  expect(wrongKey).toMatchObject({ code: 1, said: expect.stringContaining("holds no Ed25519 public key") });
});

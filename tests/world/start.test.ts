import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { findFreePort } from "@/scripts/free-port";
import { startOf } from "@/scripts/lock.mjs";
import { root } from "@/scripts/root";
import type { WorldFile } from "@/scripts/world/world-file";
import { platformClient } from "@/tests/sandbox/support/platform-client";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";
import { waitFor } from "@/tests/support/wait-for";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let home: string;
beforeEach(async () => {
  home = await makeThrowawayHome();
});
afterEach(async () => {
  for (const { pid } of processes()) if (startOf(pid)) process.kill(pid, "SIGKILL");
  removeHome(home);
});

type Start = { child: ChildProcess; output: () => string; code: Promise<number | null> };

function npmStart(port: number): Start {
  const child = spawn(process.execPath, ["scripts/run.mjs", "start"], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", HOLDFAST_HOME: home, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output, code: once(child, "close").then(([code]) => code as number | null) };
}

async function untilUp({ child, output }: Start): Promise<WorldFile> {
  const isUp = () => output().includes("Ctrl-C ends everything");
  await waitFor("npm start is up, or has given up", () => isUp() || child.exitCode !== null, { withinMs: 200_000 });
  if (!isUp()) throw new Error(output());
  return JSON.parse(readFileSync(join(home, "world.json"), "utf8")) as WorldFile;
}

const processes = (): { name: string; pid: number }[] => {
  const file = join(home, "processes.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { name: string; pid: number }[]) : [];
};
/** The user whom Field Nation's double sees behind the seat that world.json names. */
async function userBehindSeat({ sandbox, platformLogins }: WorldFile): Promise<unknown> {
  const seat = platformLogins?.["field-nation"].seat;
  if (!sandbox || !seat) throw new Error("world.json names no platform login");
  return (await platformClient(sandbox)("GET", `/api/rest/v2/users/me?access_token=${seat.token}&acting_user_id=${seat.userId}`)).body;
}
const answers = async (url: string) => (await fetch(`${url}/api/health/ready`)).ok;

test("a port that is taken is named with the remedy, and nothing is started", async () => {
  const port = await findFreePort();
  const other = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const start = npmStart(port);
  expect(await start.code).toBe(1);
  expect(start.output()).toContain(`Port ${port} is taken`);
  expect(start.output()).toContain(`PORT=${port + 1} npm start`);
  expect(processes()).toEqual([]);
});

test("half a set of somebody's own databases is refused, naming the missing half", async () => {
  const child = spawn(process.execPath, ["scripts/run.mjs", "start"], {
    cwd: root,
    env: { ...process.env, HOLDFAST_HOME: home, PORT: "0", DATABASE_URL: "postgres://owner@db.example/main" },
  });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  expect(output).toContain("WEB_DATABASE_URL");
});

test("it comes up, mends what dies, refuses a second one, and one SIGTERM ends every process", async () => {
  const port = await findFreePort();
  const start = npmStart(port);
  const world = await untilUp(start);
  expect(world.web).toBe(`http://localhost:${port}`);
  expect(statSync(join(home, "world.json")).mode & 0o777).toBe(0o600);
  expect(await answers(world.web)).toBe(true);
  const technician = world.platformLogins?.["field-nation"];
  expect(start.output()).toContain(`${technician?.username}, password ${technician?.password}`);
  expect(await userBehindSeat(world)).toMatchObject({ id: technician?.seat.userId, username: technician?.username });

  const second = npmStart(port);
  expect(await second.code).toBe(1);
  expect(second.output()).toContain("already runs here");

  const worker = processes().find(({ name }) => name === "worker")?.pid ?? 0;
  process.kill(worker, "SIGKILL");
  await waitFor("another worker runs", () => processes().some(({ name, pid }) => name === "worker" && pid !== worker));

  const running = processes();
  expect(running.map(({ name }) => name).toSorted()).toEqual(["postgres", "purge", "sandbox", "web", "worker"]);
  start.child.kill("SIGTERM");
  expect(await start.code).toBe(0);
  expect(running.filter(({ pid }) => startOf(pid) !== null)).toEqual([]);
});

test("after a kill -9 of everything the next start comes up, with the same accounts and addresses", async () => {
  const port = await findFreePort();
  const first = npmStart(port);
  const before = await untilUp(first);
  first.child.kill("SIGKILL");
  await first.code;
  for (const { name, pid } of processes()) if (name !== "sandbox") process.kill(pid, "SIGKILL");

  const second = npmStart(port);
  const after = await untilUp(second);
  expect(after).toMatchObject({ sandbox: before.sandbox, accounts: before.accounts });
  expect(await answers(after.web)).toBe(true);
  expect(await userBehindSeat(before)).toMatchObject({ username: before.platformLogins?.["field-nation"].username });
  expect(after.platformLogins?.["field-nation"].username).not.toBe(before.platformLogins?.["field-nation"].username);
  second.child.kill("SIGTERM");
  expect(await second.code).toBe(0);
});

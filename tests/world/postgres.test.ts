import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "@/scripts/postgres/start-cluster";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";

/** Made once: each test finds the server stopped, with the data that earlier ones left. */
let home: string;
const started: Cluster[] = [];

beforeAll(async () => {
  home = await makeThrowawayHome();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((cluster) => cluster.stop()));
});
afterAll(() => removeHome(home));

async function start(): Promise<Cluster> {
  const cluster = await startCluster({ directory: join(home, "postgres"), logFile: join(home, "logs", "postgres.log"), durable: true });
  started.push(cluster);
  return cluster;
}

async function ask<Row extends object>(cluster: Cluster, statement: string): Promise<Row[]> {
  const sql = postgres(cluster.superuserUrl("postgres"), { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe<Row[]>(statement);
  } finally {
    await sql.end();
  }
}

test("what was committed is there after a kill -9, on the same port", async () => {
  const first = await start();
  await ask(first, "create table kept (what text); insert into kept values ('this')");
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await ask(second, "select what from kept")).toEqual([{ what: "this" }]);
});

test("a server that runs already is adopted, not doubled", async () => {
  const first = await start();
  expect((await start()).pid).toBe(first.pid);
});

test("a server that was stopped starts again, and is another process", async () => {
  const first = await start();
  await first.stop();
  expect((await start()).pid).not.toBe(first.pid);
});

test("it listens on loopback alone, wants a password, and makes Unicode databases that survive a crash", async () => {
  const cluster = await start();
  const settings =
    "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync', 'data_checksums', 'server_encoding')";
  const found = Object.fromEntries(
    (await ask<{ name: string; setting: string }>(cluster, settings)).map(({ name, setting }) => [name, setting]),
  );
  expect(found).toEqual({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "on",
    data_checksums: "on",
    server_encoding: "UTF8",
  });
  const wrong = postgres(`postgres://postgres:wrong@127.0.0.1:${cluster.port}/postgres`, { max: 1 });
  await expect(wrong`select 1`).rejects.toThrow(/password authentication failed/);
});

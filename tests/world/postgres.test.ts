import { join } from "node:path";
import postgres from "postgres";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Cluster, startCluster } from "@/scripts/postgres/start-cluster";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";

vi.setConfig({ testTimeout: 60_000 });

async function givenCluster() {
  const home = await makeThrowawayHome();
  const options = { directory: join(home, "postgres"), logFile: join(home, "logs", "postgres.log"), durable: true };
  const started: Cluster[] = [];
  const start = async () => {
    const cluster = await startCluster(options);
    started.push(cluster);
    return cluster;
  };
  onTestFinished(async () => {
    await Promise.all(started.map((cluster) => cluster.stop()));
    removeHome(home);
  });
  return { start, data: join(options.directory, "data") };
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
  const { start } = await givenCluster();
  const first = await start();
  await ask(first, "create table kept (what text); insert into kept values ('this')");
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await ask(second, "select what from kept")).toEqual([{ what: "this" }]);
});

test("a server that runs already is adopted, not doubled", async () => {
  const { start } = await givenCluster();
  const first = await start();
  expect((await start()).pid).toBe(first.pid);
});

test("a server that was stopped starts again, and is another process", async () => {
  const { start } = await givenCluster();
  const first = await start();
  await first.stop();
  expect((await start()).pid).not.toBe(first.pid);
});

test("it listens on loopback alone, wants a password, and makes Unicode databases that survive a crash", async () => {
  const { start } = await givenCluster();
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

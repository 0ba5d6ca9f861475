import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type postgres from "postgres";
import { z } from "zod";
import { atOnce, forEach, givenConnections, type Link } from "@/bench/given-connections";
import { type Inspected, inspectProcess } from "@/bench/inspect-process";
import type { Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { closeDatabases } from "@/db/client";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { outsideOf } from "@/scripts/demo/outside";
import { superuserOf } from "@/scripts/world/superuser";

const connections = 1_000;
const bareCalls = 200;
const patienceMs = 300_000;
const loginOf = ({ connection }: Link) => ({ kind: "password", username: `bench-${connection}`, password: connection }) as const;

const mebibytes = z.number().transform((bytes) => bytes / 2 ** 20);
const milliseconds = z.number().transform((nanoseconds) => nanoseconds / 1e6);
const resolution = 10;

/** What the worker's process holds of memory after its garbage is gone. */
const memoryOf = async ({ evaluate }: Inspected) =>
  mebibytes.parse(
    await evaluate(
      "process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc'), process.getBuiltinModule('node:vm').runInNewContext('gc')(), process.memoryUsage().rss",
    ),
  );

/** Has every connection looked at now, and returns how many milliseconds it takes until each was. */
async function lookAtAll(sql: postgres.Sql): Promise<number> {
  const began = performance.now();
  const [{ at } = { at: new Date() }] = await sql<{ at: Date }[]>`select clock_timestamp() as at`;
  await sql`update connections set next_poll_at = now() where mode = 'auto'`;
  for (;;) {
    const [row] = await sql<{ left: number }[]>`select count(*)::int as left from connections
      where mode = 'auto' and (last_poll_at is null or last_poll_at < ${at})`;
    if (row?.left === 0) return performance.now() - began;
    if (performance.now() - began > patienceMs) throw new Error(`${row?.left} connections were not looked at`);
    await pause(100);
  }
}

/** One list of offers after another over one login that is in use: what a look cannot do without. */
async function bareList(link: Link): Promise<number> {
  const session = await requireAdapter("field-nation").logIn(loginOf(link));
  await session.listOffers({ withText: false });
  const began = performance.now();
  for (let left = bareCalls; left > 0; left -= 1) await session.listOffers({ withText: false });
  return (performance.now() - began) / bareCalls;
}

/** One worker that watches a thousand connections: how long a look takes it, how late its loop comes to anything, and what it holds. */
export async function manyConnections({ world }: Bench): Promise<Figure[]> {
  Object.assign(process.env, world.settings.web, world.settings.worker);
  const sql = superuserOf(world, atOnce);
  const worker = await inspectProcess(world.pids().get("worker") ?? 0);
  try {
    const memoryBefore = await memoryOf(worker);
    const links = await givenConnections(sql, connections, loginOf);
    await forEach(links, (link) => outsideOf(world).addPlatformLogin(loginOf(link).username, loginOf(link).password));
    await sql`update connections set mode = 'auto' where id = any(${links.map(({ connection }) => connection)})`;
    // The first round logs in for each; the second is what a day is made of.
    await lookAtAll(sql);
    await worker.evaluate(
      `globalThis.loopDelay = process.getBuiltinModule("node:perf_hooks").monitorEventLoopDelay({ resolution: ${resolution} }), loopDelay.enable()`,
    );
    const looks = await lookAtAll(sql);
    const delay = milliseconds.parse(await worker.evaluate("loopDelay.percentile(99)"));
    const memory = await memoryOf(worker);
    await sql`update connections set mode = 'off' where id = any(${links.map(({ connection }) => connection)})`;
    const idle = monitorEventLoopDelay({ resolution });
    idle.enable();
    await pause(2_000);
    const [of, one] = [`one worker, ${connections} connections`, links[0]];
    if (!one) throw new Error("no connections");
    return [
      {
        name: `a look at a connection's offers (${of})`,
        floorName: "one bare list call over an open connection",
        unit: "ms",
        floor: await bareList(one),
        measured: looks / connections,
      },
      {
        name: `how late the loop is, 99th percentile (${of})`,
        floorName: "a process that only waits",
        unit: "ms",
        floor: idle.percentile(99) / 1e6,
        measured: delay,
      },
      { name: `memory (${of})`, floorName: "the same worker with none of them", unit: "MiB", floor: memoryBefore, measured: memory },
    ];
  } finally {
    worker.close();
    await sql.end();
    await closeDatabases();
  }
}

import { setTimeout as pause } from "node:timers/promises";
import type postgres from "postgres";
import { type Figure, median } from "@/bench/measure";
import { type Bench, unbounded } from "@/bench/open-bench";
import { closeDatabases } from "@/db/client";
import { openMember, type ReadyMember } from "@/scripts/prove/open-members";
import { control, type Doubles } from "@/scripts/prove/read-doubles";
import type { World } from "@/scripts/world/start-world";
import { superuserOf } from "@/scripts/world/superuser";

const times = 20;
const patienceMs = 30_000;

/** When the platform's double was called to accept the order; null while it was not. */
async function acceptedAt(world: World, orderId: number): Promise<number | null> {
  const { platform } = await control<Doubles>(world, "GET", "/__world");
  const call = platform.orders.find(({ id }) => id === orderId)?.calls.find(({ operation }) => operation === "assignee");
  return call ? Date.parse(call.at) : null;
}

/** Waits until a message is heeded at once: until then the engine gathers a burst of them into one look. */
async function untilQuiet(sql: postgres.Sql, connectionId: string): Promise<void> {
  const isQuiet = async () =>
    (await sql`select 1 from connections where id = ${connectionId} and last_poll_at < now() - interval '1 second'`).length > 0;
  while (!(await isQuiet())) await pause(20);
}

/** Puts an order up on a day of its own and returns how many milliseconds later the call to accept it was on the wire. */
async function acceptOne(world: World, sql: postgres.Sql, { accountId, userId }: ReadyMember, day: number): Promise<number> {
  const body = { to: userId, startInMinutes: (day + 3) * 24 * 60, hours: 2, payCents: 15_000 };
  const began = Date.now();
  const { id } = await control<{ id: number }>(world, "POST", "/__offers", body);
  for (;;) {
    const [row] = await sql<{ count: number }[]>`select count(*)::int from acceptances where account_id = ${accountId}`;
    if (row?.count === day + 1) break;
    if (Date.now() - began > patienceMs) throw new Error(`the order ${id} was not accepted within ${patienceMs} ms`);
    await pause(50);
  }
  const at = await acceptedAt(world, id);
  if (at === null) throw new Error(`the order ${id} was accepted without a call`);
  return at - began;
}

/** From an order's appearance to the call that accepts it: the platform's webhook, the look, the decision, the hold, the read, the call. */
export async function speed({ world }: Bench): Promise<Figure> {
  Object.assign(process.env, world.settings.web, world.settings.worker);
  const sql = superuserOf(world, 2);
  try {
    const member = await openMember(world, sql, unbounded, 0);
    const floors: number[] = [];
    const measured: number[] = [];
    for (let day = 0; day < times; day += 1) {
      await untilQuiet(sql, member.connectionId);
      const began = performance.now();
      await control(world, "GET", "/__faults");
      floors.push(performance.now() - began);
      measured.push(await acceptOne(world, sql, member, day));
    }
    return {
      name: "an order's appearance to the call that accepts it",
      floorName: "one bare HTTP round trip to the double",
      unit: "ms",
      floor: median(floors),
      measured: median(measured),
    };
  } finally {
    await sql.end();
    await closeDatabases();
  }
}

import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "postgres";
import { hashOrderId } from "@/lib/keys/order-ids";
import { permitAll, putUp, readAssignedAnew } from "@/scripts/prove/carry-out-faults";
import { compareDoubles } from "@/scripts/prove/compare-doubles";
import { explainBroken } from "@/scripts/prove/explain-broken";
import { hasten } from "@/scripts/prove/hasten";
import { brokenInvariants } from "@/scripts/prove/invariants";
import type { ReadyMember } from "@/scripts/prove/open-members";
import type { FaultsPlan } from "@/scripts/prove/plan-faults";
import { control, type DoubleOrder, readDoubles } from "@/scripts/prove/read-doubles";
import type { World } from "@/scripts/world/start-world";

type Say = (line: string) => void;

const lookEveryMs = 1_000;
/** How long nothing at all may change while something is still open. */
const patienceMs = 60_000;
/** How many disagreements are told in full. */
const mostExplained = 5;

/** What is still on its way: open intents, charges and credits that are due, connections that were not looked at since the weather ended. */
async function unsettled(sql: Sql): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`select
    (select count(*)::int from intents where settled_at is null) as intents,
    (select count(*)::int from charges where state = 'due') + (select count(*)::int from credits where state = 'due') as money,
    (select count(*)::int from connections where state <> 'working' or assigned_read_at is null) as connections`;
  return row ?? {};
}

/** Buyers decide about every request that still stands: three in four are granted, by the order's id. */
async function decideRequests(world: World, orders: DoubleOrder[]): Promise<void> {
  for (const { id, requests } of orders) {
    const standing = requests.find(({ status }) => status === "pending");
    if (!standing) continue;
    const act = id % 4 === 0 ? "deny" : "assign";
    await control(world, "POST", `/__orders/${id}`, { act, userId: standing.userId }).catch(() => undefined);
  }
}

/** Buyers call off every fourth order that is assigned, by its place in the platform's list; none of `kept`. */
async function callOff(world: World, orders: DoubleOrder[], kept: Map<number, unknown>): Promise<void> {
  const calledOff = orders.filter(({ id, state }, place) => place % 4 === 0 && state === "assigned" && !kept.has(id));
  for (const { id } of calledOff) await control(world, "POST", `/__orders/${id}`, { act: "cancel" }).catch(() => undefined);
}

/** Orders that are still on offer to a member and about which nothing was decided. */
async function unjudged(sql: Sql, orders: DoubleOrder[], members: ReadyMember[]): Promise<number> {
  const rows = await sql<{ connection: string; hash: string }[]>`select connection_id as connection, external_hash as hash from offers`;
  const judged = new Set(rows.map(({ connection, hash }) => `${connection} ${hash}`));
  const isJudged = (connectionId: string, id: number) => judged.has(`${connectionId} ${hashOrderId(connectionId, String(id))}`);
  return orders
    .filter(({ state }) => state === "open")
    .flatMap(({ id, toUserId }) =>
      members.filter(({ userId }) => toUserId === null || toUserId === userId).map((member) => ({ id, member })),
    )
    .filter(({ id, member }) => !isJudged(member.connectionId, id)).length;
}

/**
 * Ends the weather and every fault, lets buyers decide and call off, puts up what has to be accepted in the calm, and waits until that is so, every
 * offer is decided about, nothing is on its way and all agree.
 * @throws Error with the first disagreements explained, when that stops coming nearer
 */
export async function settleFaults(world: World, sql: Sql, { last }: FaultsPlan, members: ReadyMember[], say: Say): Promise<void> {
  await control(world, "DELETE", "/__weather");
  await control(world, "DELETE", "/__faults");
  await permitAll();
  await readAssignedAnew(sql);
  const wanted = new Map<number, number | null>();
  for (const offer of last) {
    const { id, userId } = await putUp(world, members, offer);
    wanted.set(id, userId);
  }
  let seen = "";
  let deadline = performance.now() + patienceMs;
  for (;;) {
    const before = (await readDoubles(world)).platform.orders;
    await decideRequests(world, before);
    await callOff(world, before, wanted);
    await hasten(sql, 1);
    const doubles = await readDoubles(world);
    const { orders } = doubles.platform;
    const open = {
      ...(await unsettled(sql)),
      unjudged: await unjudged(sql, orders, members),
      last: orders.filter(({ id, assigneeUserId }) => wanted.has(id) && wanted.get(id) !== assigneeUserId).length,
    };
    const broken = [...(await brokenInvariants(sql)), ...(await compareDoubles(sql, doubles, members))];
    if (broken.length === 0 && Object.values(open).every((count) => count === 0)) return;
    const state = `settling: ${JSON.stringify(open)}, ${broken.length} do not agree yet`;
    if (state !== seen) {
      say(state);
      seen = state;
      deadline = performance.now() + patienceMs;
    }
    if (performance.now() > deadline) {
      const told = await Promise.all(broken.slice(0, mostExplained).map((one) => explainBroken(sql, doubles, one)));
      throw new Error(told.join("\n") || `never settled: ${JSON.stringify(open)}`);
    }
    await pause(lookEveryMs);
  }
}

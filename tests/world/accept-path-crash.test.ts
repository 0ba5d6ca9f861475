import { randomInt } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { acceptingPoints } from "@/lib/orders/points";
import { mainJob } from "@/scripts/demo/main-job";
import { outsideOf } from "@/scripts/demo/outside";
import { Visitor } from "@/scripts/demo/visitor";
import { hasten } from "@/scripts/prove/hasten";
import { startWorld, type World } from "@/scripts/world/start-world";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";
import { waitFor } from "@/tests/support/wait-for";
import { openPoints, type Points } from "@/tests/world/stop-at-points";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

type Victim = "worker" | "postgres" | "web";
const seed = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
/** Fifty are seen by `npm run prove -- kills`. */
const randomRounds = Number(process.env.CRASH_ROUNDS ?? 4);

let points: Points;
let world: World;
let home: string;
let platformUser: number;
let database: postgres.Sql;
let rounds = 1;

beforeAll(async () => {
  points = await openPoints();
  home = await makeThrowawayHome();
  const quiet = () => undefined;
  const options = {
    home,
    port: 0,
    environment: { POINTS_URL: points.url, REQUESTS_PER_MINUTE: "100000" },
    durable: true,
    verbose: false,
    restartPausesMs: [0],
  };
  world = await startWorld({ ...options, signal: new AbortController().signal, say: quiet });
  const story = await mainJob(world, quiet);
  platformUser = story.platformUser ?? 0;
  const visitor = new Visitor(world.web);
  await visitor.submit(await visitor.open("/login"), 'name="email"', { email: story.email, password: story.password });
  await visitor.submit(await visitor.open("/schedule/rules"), 'name="minimumPay"', {
    minimumPay: "100",
    maximumDistance: "30",
    unitsPerMonth: "1000",
  });
  database = postgres(world.settings.worker.WORKER_DATABASE_URL ?? "", {
    max: 2,
    onnotice: () => undefined,
    connection: { "holdfast.actor": "system:test" },
  });
});

afterAll(async () => {
  points.letGo();
  await database?.end({ timeout: 1 });
  await world?.stop();
  points.close();
  removeHome(home);
});

interface Counts {
  acceptances: number;
  posted: number;
  mails: number;
  openHolds: number;
  unsettled: number;
}

async function count(): Promise<Counts> {
  const [row] = await database<Counts[]>`select
    (select count(*)::int from acceptances where attribution = 'service') as acceptances,
    (select count(*)::int from charges where state = 'posted') as posted,
    (select count(*)::int from outbox where template = 'accepted') as mails,
    (select count(*)::int from holds where released_at is null) as "openHolds",
    (select count(*)::int from intents where settled_at is null) as unsettled`;
  if (!row) throw new Error("no counts");
  return row;
}

/** How many invoice items Stripe has for acceptances, and for how many different ones. */
async function billed(): Promise<{ items: number; acceptances: number }> {
  const reply = await fetch(`${world.sandbox?.control}/__world`);
  const { stripe } = (await reply.json()) as { stripe: { invoiceItems: { metadata: Record<string, string> }[] } };
  const ids = stripe.invoiceItems.flatMap(({ metadata }) => metadata.acceptance_id ?? []);
  return { items: ids.length, acceptances: new Set(ids).size };
}

async function assignCalls(orderId: number): Promise<{ outcome: string }[]> {
  const reply = await fetch(`${world.sandbox?.control}/__world`);
  const { platform } = (await reply.json()) as { platform: { orders: { id: number; calls: { operation: string; outcome: string }[] }[] } };
  return platform.orders.find(({ id }) => id === orderId)?.calls.filter(({ operation }) => operation === "assignee") ?? [];
}

/** Puts an order up on a day of its own, and has the worker look at once. */
async function putUp(): Promise<number> {
  const startInMinutes = (rounds + 2) * 24 * 60;
  const { id } = await outsideOf(world).putUpOffer({
    kind: "routed",
    to: platformUser,
    startInMinutes,
    hours: 2,
    payCents: 15_000,
    distanceMiles: 8,
  });
  await waitFor("the next look to be due", () =>
    database`update connections set next_poll_at = now() where state = 'working'`.then(() => true),
  );
  return id;
}

async function settled(orderId: number): Promise<void> {
  // Another suite may have both cores for itself meanwhile.
  const withinMs = 90_000;
  const isAssigned = async () => {
    await hasten(database, 1);
    return (await outsideOf(world).assigneeOf(orderId)) === platformUser;
  };
  await waitFor("the order is assigned", isAssigned, { withinMs, everyMs: 100 });
  const expected = { acceptances: rounds, posted: rounds, mails: rounds, openHolds: rounds, unsettled: 0 };
  const isWritten = async () => {
    // What a killed part had in hand is put off for seconds: it need not be waited for.
    await hasten(database, 1);
    return JSON.stringify(await count()) === JSON.stringify(expected);
  };
  await waitFor("all is written down", isWritten, { withinMs, everyMs: 100 }).catch(async () => {
    expect(await count()).toEqual(expected);
  });
  expect(await billed()).toEqual({ items: rounds, acceptances: rounds });
  expect((await assignCalls(orderId)).length).toBeGreaterThan(0);
}

function kill(victim: Victim): void {
  const pid = world.pids().get(victim);
  if (!pid) throw new Error(`${victim} does not run`);
  process.kill(pid, "SIGKILL");
}

/** One order: the world is stopped at a point, a part of it killed with -9, and what comes back must end in one acceptance and one charge. */
async function crashRound(point: string, victim: Victim, passes = 1): Promise<void> {
  rounds += 1;
  const reached = points.stopAt(point, passes);
  const orderId = await putUp();
  const stood = await Promise.race([reached.then(() => true), settledEarly(orderId)]);
  if (stood) kill(victim);
  points.letGo();
  await settled(orderId);
}

/** A point that is passed fewer times than a round waits for: the order settles without a crash, which counts as a round too. */
async function settledEarly(orderId: number): Promise<false> {
  await waitFor(
    "the order is assigned and billed",
    async () => (await count()).posted === rounds && (await outsideOf(world).assigneeOf(orderId)) !== null,
    {
      withinMs: 120_000,
      everyMs: 200,
    },
  );
  return false;
}

test("an undisturbed acceptance passes every named point, and no other", async () => {
  const passed = new Set<string>();
  const takePassed = () => {
    // The notices of it are sent beside it, sooner or later.
    for (const point of points.takePassed()) if (!point.startsWith("mail.")) passed.add(point);
    return passed.size;
  };
  points.takePassed();
  rounds += 1;
  await settled(await putUp());
  // A look that had begun when the order was put up finds it too: the next look passes the points before its list.
  await waitFor("every point is passed", () => Promise.resolve(takePassed() >= acceptingPoints.length), {
    withinMs: 90_000,
    everyMs: 100,
  }).catch(() => {});
  expect([...passed].toSorted()).toEqual([...acceptingPoints].toSorted());
});

describe("killed with -9 at each point, the world comes back to exactly one acceptance and one charge", () => {
  test.each(acceptingPoints)("worker at %s", (point) => crashRound(point, "worker"));
  test.each(acceptingPoints)("PostgreSQL at %s", (point) => crashRound(point, "postgres"));
  test.each(["hold.after-commit", "pursue.after-call", "charge.after-post"])("web at %s", (point) => crashRound(point, "web"));
});

test(`${randomRounds} random kills end in as many acceptances and charges (CRASH_SEED=${seed})`, {
  timeout: randomRounds * 60_000,
}, async () => {
  let state = seed;
  /** A small linear congruential generator (Numerical Recipes), so that a seed replays. */
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const victims: Victim[] = ["worker", "postgres", "worker", "postgres", "web"];
  for (let round = 0; round < randomRounds; round += 1) {
    const point = acceptingPoints[random(acceptingPoints.length)] ?? "poll.before-list";
    const passes = point.startsWith("poll.") ? 1 + random(2) : 1;
    await crashRound(point, victims[random(victims.length)] ?? "worker", passes);
  }
});

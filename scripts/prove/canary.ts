import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "postgres";
import { z } from "zod";
import { closeDatabases } from "@/db/client";
import { canaryMark } from "@/lib/base/canary-mark";
import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import { readPayload } from "@/lib/policy/read-payload";
import { mainJob, type Story } from "@/scripts/demo/main-job";
import { outsideOf } from "@/scripts/demo/outside";
import { Visitor } from "@/scripts/demo/visitor";
import { answerAsks, openAskedMember } from "@/scripts/prove/asked-member";
import { plantings } from "@/scripts/prove/plant-markers";
import { drawsFrom } from "@/scripts/prove/random";
import { control } from "@/scripts/prove/read-doubles";
import { startWorld, type World } from "@/scripts/world/start-world";
import { superuserOf } from "@/scripts/world/superuser";

type Say = (line: string) => void;

/** What a day of use came to, and what the control said of it. */
export interface CanaryCounts {
  offers: number;
  /** What buyers and rivals did with them. */
  acts: number;
  accepted: number;
  /** What a member who is asked first took of them, and declined. */
  taken: number;
  declined: number;
  mails: number;
  /** Marked fields of the orders that the platform had. */
  markers: number;
  /** How many places named what was planted in them. */
  named: number;
}

const acts = ["none", "cancel", "reschedule", "assign", "deny", "rival", "take", "change", "expire-requests"] as const;
const patienceMs = 180_000;
const lookEveryMs = 500;

/** Looks again and again, longer than others do: a round of the controls comes when it comes. */
async function untilSo<Found>(what: string, look: () => Promise<Found | null | undefined | false>): Promise<Found> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(lookEveryMs)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited ${patienceMs / 1_000} s in vain for: ${what}`);
}

function bodyOf(act: (typeof acts)[number], userId: number, start: Date): Record<string, unknown> {
  if (act === "take" || act === "assign" || act === "deny") return { act, userId };
  if (act === "reschedule") return { act, start: later(start, hourMs).toISOString() };
  return act === "change" ? { act, payCents: 25_000 } : { act };
}

type Users = { automatic: number; asked: number };

/**
 * Offers of every kind, two of three to the one whose work is accepted for them and the third to the one who is asked, and all that is done
 * with them by buyers and rivals; what cannot be done any more is refused, as to anybody.
 */
async function putUpOffers(world: World, users: Users, { offers, seed }: { offers: number; seed: number }): Promise<number> {
  const draws = drawsFrom(seed);
  let done = 0;
  for (let offer = 0; offer < offers; offer += 1) {
    const start = later(now(), 40 * dayMs + offer * 3 * hourMs);
    // Rounds of all acts: two for the one, and the third for the other.
    const isAsked = Math.floor(offer / acts.length) % 3 === 2;
    const userId = isAsked ? users.asked : users.automatic;
    // ServiceChannel's orders are routed; a request is made for those of the other platform alone.
    const kind = isAsked ? "routed" : draws.pick(["routed", "request"] as const);
    const isPoor = !isAsked && draws.chance(0.2);
    const terms = { payCents: isPoor ? 4_000 : 20_000, distanceMiles: 5, hours: 1, start: start.toISOString() };
    const { id } = await outsideOf(world).putUpOffer({ kind, to: draws.chance(0.2) ? null : userId, ...terms });
    const act = acts[offer % acts.length] ?? "none";
    await pause(draws.below(600));
    if (act === "none") continue;
    done += await control(world, "POST", `/__orders/${id}`, bodyOf(act, userId, start)).then(
      () => 1,
      () => 0,
    );
  }
  return done;
}

/** Until nothing more is written for some seconds: what was put up has been decided about, and its mails are out. */
async function untilQuiet(sql: Sql): Promise<void> {
  let before = "";
  let since = Date.now();
  await untilSo("the service to have done with the offers", async () => {
    const [row] =
      await sql`select (select count(*) from decisions) as d, (select count(*) from acceptances) as a, (select count(*) from activity) as y,
      (select count(*) from outbox where sent_at is not null) as m, (select count(*) from platform_events where handled_at is null) as e`;
    const seen = JSON.stringify(row);
    if (seen !== before) [before, since] = [seen, Date.now()];
    return Date.now() - since > 4_000;
  });
}

/** What the member takes out and leaves behind: everything as a file, and then the account is erased. */
async function exportAndErase(world: World, { email, password }: Story): Promise<string> {
  const visitor = new Visitor(world.web);
  await visitor.submit(await visitor.open("/login"), 'name="email"', { email, password });
  const data = await visitor.open("/settings/data");
  const file = await visitor.submit(data, "/settings/data/export");
  if (!file.html.includes(email)) throw new Error(`the export (status ${file.status}) is not the member's`);
  const gone = await visitor.submit(await visitor.open("/settings/data"), 'name="email"', { email });
  if (!gone.url.includes("/erased")) throw new Error(`the account was not erased: ${gone.url}`);
  return file.html;
}

/** The control's next look, by its own words. */
async function nextLook(sql: Sql): Promise<{ result: string; seen: string }> {
  const asked = await untilSo("the control's first look", async () => {
    const [row] = await sql<{ at: Date }[]>`update control_states set next_at = now() where check_id = 'canary' returning now() as at`;
    return row?.at;
  });
  return await untilSo("the control's look", async () => {
    const [row] = await sql<{ result: string; seen: string }[]>`
      select result, seen from control_states where check_id = 'canary' and at > ${asked}`;
    return row;
  });
}

/** What the newest signed statement says of clause 7b, as anybody reads it. */
async function saidOutside(world: World): Promise<string | null> {
  const reply = z.object({ statement: z.string() }).safeParse(await (await fetch(`${world.web}/api/trust`)).json());
  const said = reply.success ? readPayload(reply.data.statement) : null;
  return said?.clauses.find(({ clause }) => clause === "7b")?.result ?? null;
}

/** Plants a marker in every place by hand, and has the control name each; then takes them away, and has it hold again, inside and outside. */
async function plantAndFind(world: World, sql: Sql, keys: Sql): Promise<number> {
  const planted = plantings(world, { sql, keys }, `${canaryMark}by-hand-title-ab12`);
  for (const { plant } of planted) await plant();
  const red = await nextLook(sql);
  await untilSo("the signed statement to say that it fails", async () => (await saidOutside(world)) === "fails");
  for (const { takeAway } of planted) await takeAway();
  const named = planted.filter((one) => red.seen.includes(one.named));
  const passedOver = planted.filter((one) => !named.includes(one)).map((one) => one.named);
  if (red.result !== "fails" || passedOver.length > 0) throw new Error(`not found in ${passedOver.join(", ")}: ${red.result}, ${red.seen}`);
  const green = await nextLook(sql);
  if (green.result !== "holds") throw new Error(`once they were gone: ${green.seen}`);
  await untilSo("the signed statement to say that it holds", async () => (await saidOutside(world)) === "holds");
  return named.length;
}

/**
 * A day of use of a world in which somebody has done the main job: offers of every kind with all that befalls them, an export and an erasure. The
 * control of clause 7b has to find nothing then, and to name each place in which a marker is planted by hand.
 * @throws Error with what it says when it does not
 */
export async function searchAfterUse(world: World, story: Story, size: { offers: number; seed: number }, say: Say): Promise<CanaryCounts> {
  const [sql, keys] = [superuserOf(world, 2), superuserOf(world, 1, "keys")];
  try {
    const asked = await openAskedMember(world, sql);
    const done = await putUpOffers(world, { automatic: story.platformUser ?? 0, asked: asked.userId }, size);
    await untilQuiet(sql);
    const answers = await answerAsks(asked.accountId);
    await control(world, "POST", "/__clock", { advanceDays: 1 });
    await untilQuiet(sql);
    const exported = await exportAndErase(world, story);
    await untilQuiet(sql);
    const { markers } = await control<{ markers: string[] }>(world, "GET", "/__markers");
    if (markers.some((marker) => exported.includes(marker))) throw new Error("a marked field stands in the member's export");
    const clean = await nextLook(sql);
    say(`a day of use: ${clean.result}. ${clean.seen}`);
    if (clean.result !== "holds") throw new Error(clean.seen);
    const named = await plantAndFind(world, sql, keys);
    const [row] = await sql<{ accepted: number; mails: number }[]>`select
      (select count(*)::int from acceptances) as accepted, (select count(*)::int from outbox where sent_at is not null) as mails`;
    const { accepted, mails } = row ?? { accepted: 0, mails: 0 };
    return { offers: size.offers, acts: done, markers: markers.length, named, accepted, mails, ...answers };
  } finally {
    await Promise.all([sql.end({ timeout: 1 }), keys.end({ timeout: 1 }), closeDatabases()]);
  }
}

/** The same in a world of its own, which it removes again. */
export async function proveCanary(size: { offers: number; seed: number }, signal: AbortSignal, say: Say): Promise<CanaryCounts> {
  const home = mkdtempSync(join(tmpdir(), "holdfast-prove-"));
  const world = await startWorld({ home, port: 0, environment: {}, durable: true, verbose: false, signal, say });
  try {
    return await searchAfterUse(world, await mainJob(world, say), size, say);
  } finally {
    await world.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

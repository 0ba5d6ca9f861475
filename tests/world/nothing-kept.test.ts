import { randomInt } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mainJob } from "@/scripts/demo/main-job";
import { searchAfterUse } from "@/scripts/prove/canary";
import { startWorld, type World } from "@/scripts/world/start-world";
import { superuserOf } from "@/scripts/world/superuser";
import { placesOf } from "@/tests/support/search-everything";
import { makeThrowawayHome, removeHome } from "@/tests/support/throwaway-home";
import { waitFor } from "@/tests/support/wait-for";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const seed = Number(process.env.CANARY_SEED ?? randomInt(2 ** 31));
const metricsToken = "m".repeat(40);
let world: World;
let home: string;
let story: Awaited<ReturnType<typeof mainJob>>;
const printed: string[] = [];

beforeAll(async () => {
  home = await makeThrowawayHome();
  const say = (line: string) => void printed.push(line);
  world = await startWorld({
    home,
    port: 0,
    environment: { LOG_LEVEL: "debug", METRICS_TOKEN: metricsToken },
    durable: true,
    verbose: false,
    signal: new AbortController().signal,
    say,
  });
  story = await mainJob(world, say);
});
afterAll(async () => {
  await world?.stop();
  removeHome(home);
});

async function markers(): Promise<string[]> {
  const reply = await fetch(`${world.sandbox?.control}/__markers`);
  return ((await reply.json()) as { markers: string[] }).markers;
}

test("of an order's details nothing is anywhere: in no table, file, log, mail or output", async () => {
  const all = await markers();
  expect(all.length).toBeGreaterThan(10);
  expect(await placesOf(world, all)).toEqual([]);
  const metrics = await fetch(`${world.web}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const shown = [printed.join("\n"), await metrics.text()].join("\n");
  expect([metrics.status, all.filter((marker) => shown.includes(marker))]).toEqual([200, []]);
});

test("of the platform login that was sealed nothing is anywhere either, and no invite's link is stored", async () => {
  expect(await placesOf(world, Object.values(story.login))).toEqual([]);
  const token = new URL(story.link ?? "").pathname.split("/").at(-1) ?? "";
  expect((await placesOf(world, [token])).filter((place) => place !== "mail")).toEqual([]);
});

test("a planted marker is found: in a row, as base64 or packed in a row, and in a log", async () => {
  const [marker = ""] = await markers();
  const sql = superuserOf(world, 1);
  await sql`insert into activity (id, account_id, at, kind, facts) select gen_random_uuid(), id, now(), 'polled', ${sql.json({ note: marker })} from accounts limit 1`;
  expect(await placesOf(world, [marker])).toContain("main: table public.activity");
  await sql`delete from activity where facts ? 'note'`;
  await sql`insert into activity (id, account_id, at, kind, facts) select gen_random_uuid(), id, now(), 'polled', ${sql.json({ note: Buffer.from(`x${marker}y`).toString("base64") })} from accounts limit 1`;
  expect(await placesOf(world, [marker])).toContain("main: table public.activity");
  await sql`delete from activity where facts ? 'note'`;
  await sql`insert into activity (id, account_id, at, kind, facts) select gen_random_uuid(), id, now(), 'polled', ${sql.json({ note: gzipSync(marker).toString("base64") })} from accounts limit 1`;
  expect(await placesOf(world, [marker])).toContain("main: table public.activity");
  await sql`delete from activity where facts ? 'note'`;
  await sql.end();
  const log = join(home, "logs", "worker.log");
  appendFileSync(log, `${marker}\n`);
  expect(await placesOf(world, [marker])).toContain("logs/worker.log");
  writeFileSync(log, readFileSync(log, "utf8").replace(`${marker}\n`, ""));
});

test("without its root keys the worker does not start, and says which it lacks and for how many connections; web goes on serving", async () => {
  const keyring = world.settings.worker.KEYRING_DIR ?? "";
  const log = () => readFileSync(join(home, "logs", "worker.log"), "utf8");
  const roots = readdirSync(keyring).filter((name) => name.startsWith("root"));
  for (const name of roots) renameSync(join(keyring, name), join(home, name));
  process.kill(world.pids().get("worker") ?? 0, "SIGKILL");
  await waitFor("the worker to refuse", () => log().includes("worker does not start"), { withinMs: 60_000 });
  expect(log()).toMatch(/root key \S+ (wraps|is missing: it wraps) the key of 1 connection/);
  expect((await fetch(`${world.web}/login`)).status).toBe(200);
  for (const name of roots) renameSync(join(home, name), join(keyring, name));
  const starts = () => log().split('"worker ready"').length;
  const before = starts();
  await waitFor("the worker to start again", () => starts() > before, { withinMs: 60_000 });
});

test("after a day of offers, acts of buyers, an export and an erasure the control finds nothing, and names each place in which a marker is planted", {
  timeout: 600_000,
}, async () => {
  const lines: string[] = [];
  const counts = await searchAfterUse(world, story, { offers: 27, seed }, (line) => void lines.push(line)).catch((thrown: unknown) => {
    throw new Error(`CANARY_SEED=${seed}\n${lines.join("\n")}`, { cause: thrown });
  });
  expect(counts).toMatchObject({ offers: 27, named: 6 });
  expect(counts.acts).toBeGreaterThan(9);
  expect(counts.accepted).toBeGreaterThan(3);
  expect(counts.taken).toBeGreaterThan(0);
  expect(counts.declined).toBeGreaterThan(0);
  expect(counts.mails).toBeGreaterThan(3);
  expect(counts.markers).toBeGreaterThan(500);
});

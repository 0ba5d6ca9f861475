import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { announceChange } from "@/lib/oversight/processors/announce";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";
import { waitFor } from "@/tests/support/wait-for";
import { startWorker } from "@/tests/support/worker-process";
import { openPoints } from "@/tests/world/stop-at-points";

const sql = asSuperuser();
const points = await openPoints();
const workers: ChildProcess[] = [];
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  points.close();
  await Promise.all([sql.end(), closeDatabases()]);
});

/** A few batches of accounts. ANNOUNCED_ACCOUNTS=100000 says how long as many take. */
const many = Number(process.env.ANNOUNCED_ACCOUNTS ?? 2_500);
const told = async () => {
  const [row] = await sql<{ mails: number; accounts: number }[]>`
    select count(*)::int as mails, count(distinct account_id)::int as accounts from outbox where template = 'processor-change'`;
  return row;
};

const directory = mkdtempSync(join(tmpdir(), "holdfast-announcements-"));
async function begin(): Promise<ChildProcess> {
  writeFileSync(join(directory, "platforms.json"), "{}");
  const worker = await startWorker({ POINTS_URL: points.url, PLATFORMS: join(directory, "platforms.json") });
  worker.stdout?.resume();
  worker.stderr?.resume();
  workers.push(worker);
  return worker;
}

test("a worker that is killed while it tells members leaves whole batches, and the next one tells the rest, each once", {
  timeout: 600_000,
}, async () => {
  const owner = await givenStaff("owner");
  await sql`insert into accounts (id, email, state)
    select uuidv7(), 'told-' || n || '@example.org', case when n % 100 = 0 then 'suspended' else 'active' end from generate_series(1, ${many}) n`;
  await sql`insert into accounts (id, email, state) values (uuidv7(), 'ended@example.org', 'terminated')`;
  const promised = { code: "archive", name: "Archive", purpose: "Keeps.", data: "All.", region: "Ireland", hosts: [] };
  await announceChange(owner.actor, promised, { effectiveAt: null, urgentReason: "" });

  const there = points.stopAt("processors.after-batch", 2);
  const first = await begin();
  await there;
  const ended = once(first, "exit");
  first.kill("SIGKILL");
  await ended;
  points.letGo();
  expect(await told()).toEqual({ mails: 2_000, accounts: 2_000 });

  const from = performance.now();
  await begin();
  const isDone = async () =>
    (await sql`select 1 from processor_changes where mailed_at is not null and mailed_to is not null`).length === 1;
  await waitFor("every account is told", isDone, { withinMs: 300_000, everyMs: 200 });
  const seconds = ((performance.now() - from) / 1_000).toFixed(1);
  // The owner who announced it is told as everybody is.
  expect(await told()).toEqual({ mails: many + 1, accounts: many + 1 });
  if (many > 2_500) process.stdout.write(`${many - 1_999} mails were queued in ${seconds} s, with the worker's start\n`);
});

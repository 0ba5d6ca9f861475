import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { dayMs, later, now } from "@/lib/base/clock";
import { bundle } from "@/scripts/bundle.mjs";
import { childEnv } from "@/scripts/child-env";
import { root } from "@/scripts/root";
import { rowMaker } from "@/tests/domain/oversight/given-rows";
import { openPoints } from "@/tests/world/stop-at-points";

const { sql, insert } = await rowMaker();
const points = await openPoints();
afterAll(async () => {
  points.close();
  await Promise.all([sql.end(), closeDatabases()]);
});

const rows = 4_500;
const receipts = () => sql`select rows, finished_at is not null as finished from purge_receipts where rule = 'activity'`;

async function startPurge(): Promise<ChildProcess> {
  const settings = { HOLDFAST_ENV: "sandbox", PURGE_DATABASE_URL: process.env.PURGE_DATABASE_URL ?? "", POINTS_URL: points.url };
  return spawn(process.execPath, [await bundle("purge"), "--once"], { cwd: root, env: childEnv(settings), stdio: "ignore" });
}

test("a purge that is killed in the middle leaves a receipt that tells how far it came, and the next one finishes it", async () => {
  await insert("activity", { at: later(now(), -40 * dayMs), kind: "killed" });
  await sql`insert into activity (id, account_id, at, kind, facts)
    select gen_random_uuid(), account_id, at, kind, facts from activity, generate_series(2, ${rows})`;

  const there = points.stopAt("purge.after-batch", 2);
  const first = await startPurge();
  await there;
  const ended = once(first, "exit");
  first.kill("SIGKILL");
  await ended;
  points.letGo();
  expect(await receipts()).toEqual([{ rows: 4_000, finished: false }]);
  expect(await sql`select count(*)::int as left from activity`).toEqual([{ left: 500 }]);

  const [status] = await once(await startPurge(), "exit");
  expect(status).toBe(0);
  expect(await receipts()).toEqual([{ rows, finished: true }]);
  expect(await sql`select count(*)::int as left from activity`).toEqual([{ left: 0 }]);
});

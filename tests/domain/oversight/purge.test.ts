import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { closeDatabases, type Tx, transaction } from "@/db/client";
import { eraseBatch, openReceipt } from "@/db/queries/purge-receipts";
import { type RetentionId, retentionRules } from "@/db/retention";
import type { RetentionRule } from "@/db/retention-rule";
import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import { purge, purgeBy } from "@/lib/oversight/retention/purge";
import { rowMaker } from "@/tests/domain/oversight/given-rows";

const { sql, insert } = await rowMaker();
afterAll(() => Promise.all([sql.end(), closeDatabases()]));

type Row = Record<string, unknown>;
const dayBefore = (moment: Date) => later(moment, -dayMs).toISOString().slice(0, 10);

/** Columns that make a row's time count from a moment, where that is not the first one that the rule names; and what else the rule asks. */
const special: Partial<Record<RetentionId, (since: Date) => Row>> = {
  "order-ids": (since) => ({ ended_at: since, external_cipher: "sealed" }),
  "platform-messages": (since) => ({ received_at: since, handled_at: since }),
  anomalies: (since) => ({ state: "closed", closed_by: "host:test", closed_at: since }),
  evidence: (since) => ({ signed_at: since, sequence: since.getTime() }),
  attempts: (since) => ({ forgotten_at: since, blocked_until: since }),
};
/** What counts by days is over at the end of its day, in UTC. */
const byDay: Partial<Record<RetentionId, (day: string) => Row>> = {
  "date-overrides": (date) => ({ date }),
  "time-off": (date) => ({ last_date: date }),
  "unit-counts": (date) => ({ starts: date, span: date }),
  "control-days": (day) => ({ day }),
};

/** Days whose time counts from their beginning, not from their end. */
const fromItsBeginning = new Set<RetentionId>(["unit-counts", "control-days"]);

function rowOf(rule: RetentionRule & { id: RetentionId }, since: Date): Row {
  const day = byDay[rule.id]?.(fromItsBeginning.has(rule.id) ? since.toISOString().slice(0, 10) : dayBefore(since));
  if (day) return day;
  const [column = ""] = rule.since.replace(/^\w+\(/, "").match(/\w+/) ?? [];
  return special[rule.id]?.(since) ?? { [column]: since };
}

async function givenReceipt(tx: Tx, rule: RetentionRule, until: Date) {
  const receipt = await openReceipt(tx, rule.id, until);
  if (!receipt) throw new Error("no receipt is open");
  return receipt;
}

const isThere = async (table: string, row: Row) =>
  (await sql`select 1 from ${sql(table)} it where to_jsonb(it.*) = ${JSON.stringify(row)}::text::jsonb`).length === 1;

describe.each(retentionRules)("$id", (rule: RetentionRule & { id: RetentionId }) => {
  const at = now();
  const cut = later(at, -rule.days * dayMs);
  // A day that counts as a whole is over at midnight: then the next one is the younger.
  const older = rule.id in byDay ? cut : later(cut, -1);
  beforeEach(async () => {
    for (const table of [rule.table, "purge_receipts", ...(rule.heldBy?.columns ?? []).map(([other]) => other)])
      await sql`delete from ${sql(table)}`;
  });
  const younger = rule.id in byDay ? later(cut, dayMs) : cut;

  test("goes when its time is up, and not a moment sooner; the receipt counts it", async () => {
    const due = await insert(rule.table, rowOf(rule, older));
    const kept = await insert(rule.table, rowOf(rule, younger));
    expect(await purgeBy(rule, at)).toBe(1);
    expect(await isThere(rule.table, due)).toBe(false);
    expect(await isThere(rule.table, kept)).toBe(true);
    const receipts =
      await sql`select rows, until, finished_at is not null as finished from purge_receipts where rule = ${rule.id} and rows > 0`;
    expect(receipts).toEqual([{ rows: 1, until: at, finished: true }]);
  });

  test("does not go before its time although the purge is told to", async () => {
    const kept = await insert(rule.table, rowOf(rule, later(cut, rule.id in byDay ? 2 * dayMs : hourMs)));
    await transaction({ kind: "purge" }, async (tx) => {
      const receipt = await givenReceipt(tx, rule, later(at, 5_000 * dayMs));
      expect(await eraseBatch(tx, rule, receipt, 100)).toBe(0);
    });
    expect(await isThere(rule.table, kept)).toBe(true);
  });

  test.each(rule.heldBy?.columns ?? [])(`stays while %s.%s names it`, async (table, column) => {
    const due = await insert(rule.table, rowOf(rule, older));
    await insert(table, { [column]: due[rule.heldBy?.key ?? ""] });
    await purgeBy(rule, at);
    expect(await isThere(rule.table, due)).toBe(true);
  });
});

test("a purge that stops half-way is gone on with: its receipt counts every row once", async () => {
  const at = now();
  await sql`delete from purge_receipts`;
  for (let row = 0; row < 5; row += 1) await insert("activity", { at: later(at, -40 * dayMs) });
  const rule = retentionRules[0];
  await transaction({ kind: "purge" }, async (tx) => {
    expect(await eraseBatch(tx, rule, await givenReceipt(tx, rule, at), 2)).toBe(2);
  });
  expect(await purge()).toEqual({ activity: 5 });
  expect(await sql`select rows from purge_receipts where rule = 'activity' and finished_at is not null`).toEqual([{ rows: 5 }]);
  expect(await sql`select actor, facts from access_lines where object = 'rule:activity' order by at desc limit 1`).toEqual([
    { actor: "system:purge", facts: { rows: 5 } },
  ]);
});

test("two purges at once erase everything, and one receipt counts every row", async () => {
  await sql`delete from purge_receipts`;
  await insert("activity", { at: later(now(), -40 * dayMs), kind: "two" });
  await sql`insert into activity (id, account_id, at, kind, facts)
    select gen_random_uuid(), account_id, at, kind, facts from activity, generate_series(2, 9000) where kind = 'two'`;
  const at = now();
  const counted = await Promise.all([1, 2, 3].map(() => purgeBy(retentionRules[0], at)));
  expect(counted.toSorted((one, other) => one - other)).toEqual([0, 0, 9_000]);
  // One that began when the others had ended has a receipt of its own, of nothing.
  expect(
    await sql`select rows, finished_at is not null as finished from purge_receipts where rule = 'activity' and (rows > 0 or finished_at is null)`,
  ).toEqual([{ rows: 9_000, finished: true }]);
  expect(await sql`select 1 from activity where kind = 'two'`).toHaveLength(0);
});

test("the purge's role reads no person's data, writes no row but receipts and its own lines, and deletes from no other table", async () => {
  const rights = await sql<{ table: string; right: string; column: string | null }[]>`
    select table_name as table, privilege_type as right, column_name as column from information_schema.column_privileges
    where grantee = 'holdfast_purge' and privilege_type <> 'SELECT'
    union select table_name, privilege_type, null from information_schema.table_privileges where grantee = 'holdfast_purge'`;
  const deletes = rights.filter(({ right }) => right === "DELETE").map(({ table }) => table);
  const rules: readonly RetentionRule[] = retentionRules;
  expect(new Set(deletes)).toEqual(new Set(rules.filter(({ empties }) => !empties).map(({ table }) => table)));
  const updates = rights.filter(({ right }) => right === "UPDATE").map(({ table, column }) => `${table}.${column}`);
  expect(updates.toSorted()).toEqual([
    "acceptances.external_cipher",
    "intents.external_cipher",
    "purge_receipts.finished_at",
    "purge_receipts.rows",
  ]);
  const inserts = new Set(rights.filter(({ right }) => right === "INSERT").map(({ table }) => table));
  expect(inserts).toEqual(new Set(["purge_receipts", "access_lines"]));
  await expect(transaction({ kind: "purge" }, (tx) => tx.execute("select email from accounts"))).rejects.toMatchObject({
    cause: { code: "42501" },
  });
  await expect(transaction({ kind: "purge" }, (tx) => tx.execute("select device from sessions"))).rejects.toMatchObject({
    cause: { code: "42501" },
  });
});

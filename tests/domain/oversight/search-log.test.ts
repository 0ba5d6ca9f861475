import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { type LineFilter, searchLines } from "@/db/queries/search-access-lines";
import { recordAccess } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { actingFrom } from "@/lib/base/acting-network";
import type { Actor } from "@/lib/base/actor";
import { exportLogLines, type LogQuery, searchLog } from "@/lib/oversight/log/search-log";
import { givenMember } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const anything: LogQuery = { who: "", whose: "", act: "", why: "", from: null, until: null, order: "newest", after: null };
let auditor: Someone;
let support: Someone;
let member: { accountId: string; email: string };
const touch = (actor: Actor, subject: string | null, reason = "test") =>
  actingFrom({ network: "203.0.113.0/24", isRefusalNoted: false }, () =>
    transaction(actor, (tx) => recordAccess(tx, { act: "thing.touch", object: "=thing:1", subject, reason, facts: { count: 1 } })),
  );
const search = async (query: Partial<LogQuery>, limit = 100) =>
  (await searchLog(auditor.actor, { ...anything, act: "thing.touch", ...query }, "review", limit)).lines;

beforeAll(async () => {
  [auditor, support, member] = [await givenStaff("auditor"), await givenStaff("support"), await givenMember()];
  await touch(support.actor, member.accountId, "member_asked");
  await touch({ kind: "member", accountId: member.accountId }, member.accountId);
  await touch({ kind: "system", job: "test" }, null);
  await sequenceLines();
});

test("lines are found by who, whose, what, why and when, by address as well as by id", async () => {
  const actorsOf = async (query: Partial<LogQuery>) => (await search(query)).map(({ actor }) => actor.split(":")[0]);
  expect(await actorsOf({})).toEqual(["system", "member", "staff"]);
  expect(await actorsOf({ order: "oldest" })).toEqual(["staff", "member", "system"]);
  expect(await actorsOf({ who: support.email })).toEqual(["staff"]);
  expect(await actorsOf({ who: support.accountId })).toEqual(["staff"]);
  expect(await actorsOf({ who: "system:test" })).toEqual(["system"]);
  expect(await actorsOf({ whose: member.email })).toEqual(["member", "staff"]);
  expect(await actorsOf({ whose: member.email, why: "member_asked" })).toEqual(["staff"]);
  expect(await actorsOf({ who: "nobody@example.org" })).toEqual([]);
  expect(await actorsOf({ act: "thing" })).toEqual([]);
  expect(await actorsOf({ from: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await actorsOf({ until: new Date(Date.now() + 60_000) })).toHaveLength(3);
});

test("each line has its place in the chain, staff's their address and from where; a member's network is nobody's to see", async () => {
  const [system, own, staff] = await search({});
  expect(staff).toMatchObject({ staff: support.email, network: "203.0.113.0/24", place: { hash: expect.stringMatching(/^[\da-f]{64}$/) } });
  expect(own).toMatchObject({ staff: null, network: null });
  expect(system).toMatchObject({ staff: null, network: null, subject: null });
  expect(own?.place?.sequence).toBe((staff?.place?.sequence ?? 0) + 1);
});

test("page by page every line is seen once, either way round", async () => {
  for (const order of ["newest", "oldest"] as const) {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: { id: string }[] = await search({ order, after }, 2);
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1)?.id ?? null;
      if (page.length < 2) break;
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  }
});

test("reading and exporting are lines themselves, with the reason, about whoever was asked for", async () => {
  await search({ whose: member.email });
  await exportLogLines(auditor.actor, { ...anything, whose: member.email }, "incident");
  const lines = await database`
    select act, subject, reason from access_lines where actor = ${`staff:${auditor.accountId}`} and act like 'access-log.%' order by id desc limit 2`;
  expect(lines).toEqual([
    { act: "access-log.export", subject: member.accountId, reason: "incident" },
    { act: "access-log.read", subject: member.accountId, reason: "review" },
  ]);
});

test("a member whose lines are shown without being asked for reads of it, by page and by export, and looking again adds no more than that", async () => {
  const told = async () =>
    Number(
      (
        await database`select count(*) from access_lines where act = 'account.list' and object = 'list:access-log' and subject = ${member.accountId}`
      )[0]?.count,
    );
  const before = await told();
  await search({});
  expect((await told()) - before).toBe(1);
  await exportLogLines(auditor.actor, { ...anything, act: "thing.touch" }, "incident");
  expect((await told()) - before).toBe(2);
  await search({ act: "account.list" });
  expect((await told()) - before).toBe(2);
});

test("an export is CSV in which nothing is a formula, and has what the page has", async () => {
  const csv = await exportLogLines(auditor.actor, { ...anything, act: "thing.touch" }, "review");
  const [head, ...rows] = csv.trimEnd().split("\r\n");
  expect(head).toContain('"at_utc","actor","staff","network","subject"');
  expect(rows).toHaveLength(3);
  expect(csv).toContain(`"'=thing:1"`);
  expect(csv).toContain(support.email);
});

test("roles without the permission, and a role that was taken away, read nothing", async () => {
  for (const role of ["support", "billing"] as const) {
    const { actor } = await givenStaff(role);
    await expect(searchLog(actor, anything, "review", 1)).rejects.toMatchObject({ refusal: "forbidden" });
    await expect(exportLogLines(actor, anything, "review")).rejects.toMatchObject({ refusal: "forbidden" });
    expect(await transaction(actor, (tx) => searchLines(tx, { ...none }, 5))).toEqual([]);
  }
});

const none: LineFilter = { actors: null, subject: null, act: null, reason: null, from: null, until: null, order: "newest", after: null };

test("no search reads the whole table, as staff's row security has it", { timeout: 120_000 }, async () => {
  await database`
    insert into access_lines (id, at, actor, act, object, subject, reason, facts)
    select uuidv7(), now() - n * interval '1 second', 'system:' || n % 500, 'act.' || n % 50, 'x', null, 'reason_' || n % 100, '{}'
    from generate_series(1, 40000) n`;
  await database`analyze access_lines`;
  const [middle] = await database<{ id: string }[]>`select id from access_lines order by at limit 1 offset 20000`;
  const id = middle?.id ?? null;
  const filters: Partial<LineFilter>[] = [
    {},
    { order: "oldest" },
    { actors: ["system:7"] },
    { actors: ["staff:7", "member:7", "claimed:7"] },
    { subject: member.accountId },
    { act: "act.3" },
    { reason: "reason_3" },
    { act: "act.3", reason: "reason_3", from: new Date(0) },
    { from: new Date(Date.now() - 3_600_000), until: new Date() },
    { after: id },
    { after: id, order: "oldest", act: "act.3" },
  ];
  for (const filter of filters) {
    const plan = await transaction(auditor.actor, async (tx) => {
      const { sql, params } = searchLines(tx, { ...none, ...filter }, 51).toSQL();
      const literal = sql.replaceAll(/\$(\d+)/g, (_, index) => quoted(params[Number(index) - 1]));
      return await tx.execute<{ "QUERY PLAN": string }>(`explain ${literal}`);
    });
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(text, JSON.stringify(filter)).toMatch(/Index Scan|Bitmap Index Scan/);
    expect(text, JSON.stringify(filter)).not.toContain("Seq Scan on access_lines");
  }
});

const quoted = (value: unknown) =>
  typeof value === "number" ? String(value) : `'${value instanceof Date ? value.toISOString() : String(value)}'`;

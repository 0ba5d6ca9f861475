import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertChange, listProcessorRows } from "@/db/queries/processors";
import { dayMs, later, now } from "@/lib/base/clock";
import { announceChange, callOffChange, noticeDays } from "@/lib/oversight/processors/announce";
import { calledProcessors } from "@/lib/oversight/processors/called";
import { checkProcessors } from "@/lib/oversight/processors/check-processors";
import { keepFacts, withdrawProcessor } from "@/lib/oversight/processors/keep-facts";
import { exportProcessors, findListedProcessor, listProcessors } from "@/lib/oversight/processors/list";
import { readPublicProcessors } from "@/lib/oversight/processors/read";
import { runProcessors } from "@/lib/oversight/processors/run-processors";
import { givenMember } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
afterEach(() => vi.useRealTimers());

let owner: Someone;
let auditor: Someone;
beforeAll(async () => {
  [owner, auditor] = [await givenStaff("owner"), await givenStaff("auditor")];
});

const system = { kind: "system", job: "test" } as const;
const archive = {
  code: "mail-archive",
  name: "Mail Archive",
  purpose: "Keeps mails.",
  data: "Every mail.",
  region: "Ireland",
  hosts: ["archive.example.com"],
};
const waiting = { effectiveAt: null, urgentReason: "" };
const everything = { search: "", state: null, called: null, sort: "name", descending: false, cursor: null, limit: 100 } as const;
const idOf = async (code: string) => (await transaction(system, listProcessorRows)).find((row) => row.code === code)?.id ?? "";
const shownNow = async () => (await readPublicProcessors()).processors.map(({ code }) => code);
const inDays = (days: number) =>
  later(now(), days * dayMs)
    .toISOString()
    .slice(0, 10);
const facts = (over: object = {}) => ({
  agreement: "DPA 7",
  agreedOn: "2026-01-01",
  certificate: "ISO 27001",
  certificateUntil: inDays(60),
  reviewedOn: inDays(-5),
  reviewDue: inDays(60),
  ...over,
});
const mailsOf = (accountId: string) =>
  database`select template, facts from outbox where account_id = ${accountId} and template = 'processor-change'`;

test("the worker begins the register once, with whom the code calls and the hosting; until people have shown something it is not evidenced", async () => {
  expect(await checkProcessors()).toMatchObject({ result: "unknown", looked: 0 });
  await Promise.all([runProcessors(), runProcessors()]);
  const codes = (await transaction(system, listProcessorRows)).map(({ code }) => code).toSorted();
  expect(codes).toEqual(["breached-passwords", "calendars", "hosting", "mail", "rate-limits", "stripe"]);
  expect(await checkProcessors()).toMatchObject({ result: "unknown", looked: 6, seen: expect.stringContaining("Stripe: no region") });
});

test("a new processor is told to members by mail and in public before it takes effect, each once, and takes effect in its time", async () => {
  const { accountId } = await givenMember();
  const id = await announceChange(owner.actor, archive, waiting);
  await expect(announceChange(owner.actor, { ...archive, region: "Spain" }, waiting)).rejects.toMatchObject({
    facts: { reason: "announced_already" },
  });
  await Promise.all([runProcessors(), runProcessors()]);
  await runProcessors();
  expect(await mailsOf(accountId)).toMatchObject([{ facts: { name: "Mail Archive", isNew: 1, urgent: 0 } }]);
  const shown = await readPublicProcessors();
  expect(shown.changes).toMatchObject([{ id, code: "mail-archive", region: "Ireland" }]);
  expect(JSON.stringify(shown)).not.toContain(owner.accountId);
  expect(await shownNow()).not.toContain("mail-archive");
  vi.useFakeTimers({ toFake: ["Date"], now: later(now(), noticeDays * dayMs - 60_000) });
  await runProcessors();
  expect(await shownNow()).not.toContain("mail-archive");
  vi.setSystemTime(later(now(), 120_000));
  await Promise.all([runProcessors(), runProcessors()]);
  expect(await shownNow()).toContain("mail-archive");
  expect((await readPublicProcessors()).changes).toEqual([]);
  const acts = await database`select act from access_lines where act like 'processor.%' order by id`;
  expect(acts.map(({ act }) => act)).toEqual(["processor.begin", "processor.announce", "processor.mail", "processor.apply"]);
});

test("what cannot wait needs a reason, which the public reads; without one the database itself refuses a day too soon", async () => {
  const code = "urgent-host";
  await expect(
    announceChange(owner.actor, { ...archive, code }, { effectiveAt: later(now(), dayMs), urgentReason: "" }),
  ).rejects.toMatchObject({
    refusal: "invalid_input",
    facts: { field: "effective" },
  });
  const row = { ...archive, code, announcedBy: owner.accountId, announcedAt: now(), effectiveAt: later(now(), dayMs), urgentReason: "" };
  await expect(transaction(owner.actor, (tx) => insertChange(tx, row))).rejects.toThrow();
  const backdated = { ...row, announcedAt: later(now(), -15 * dayMs) };
  await expect(transaction(owner.actor, (tx) => insertChange(tx, backdated))).rejects.toThrow();
  await announceChange(owner.actor, { ...archive, code }, { effectiveAt: null, urgentReason: "The old host has ended." });
  expect((await readPublicProcessors()).changes).toMatchObject([{ code, urgentReason: "The old host has ended." }]);
  await runProcessors();
  expect(await shownNow()).toContain(code);
  await withdrawProcessor(owner.actor, await idOf(code));
  expect(await shownNow()).not.toContain(code);
});

test("an announced change is called off once, and one that the software calls is not taken off the list", async () => {
  const id = await announceChange(owner.actor, { ...archive, region: "Norway" }, waiting);
  await callOffChange(owner.actor, id);
  await expect(callOffChange(owner.actor, id)).rejects.toMatchObject({ refusal: "not_found" });
  await expect(withdrawProcessor(owner.actor, await idOf("stripe"))).rejects.toMatchObject({ facts: { reason: "still_called" } });
  expect(await shownNow()).toContain("stripe");
});

test("clause 9 holds when everything is shown, and turns red by an expired certificate, an overdue review, a missing or other entry, or an unknown host", async () => {
  const rows = await transaction(system, listProcessorRows);
  for (const { id } of rows) await keepFacts(owner.actor, id, facts());
  await database`update processors set region = 'Ireland' where region = ''`;
  expect(await checkProcessors()).toMatchObject({ result: "holds", looked: rows.length });
  const stripe = await idOf("stripe");
  const broken: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      "certificate expired",
      () => keepFacts(owner.actor, stripe, facts({ certificateUntil: inDays(-1) })),
      () => keepFacts(owner.actor, stripe, facts()),
    ],
    [
      "review overdue",
      () => keepFacts(owner.actor, stripe, facts({ reviewDue: inDays(-1) })),
      () => keepFacts(owner.actor, stripe, facts()),
    ],
    [
      "not in the register",
      () => database`update processors set withdrawn_at = now() where id = ${stripe}`,
      () => database`update processors set withdrawn_at = null where id = ${stripe}`,
    ],
    [
      "otherwise than the code",
      () => database`update processors set data = 'Nothing.' where id = ${stripe}`,
      () =>
        database`update processors set data = ${calledProcessors.find(({ code }) => code === "stripe")?.data ?? ""} where id = ${stripe}`,
    ],
  ];
  for (const [seen, breakIt, mendIt] of broken) {
    await breakIt();
    expect(await checkProcessors()).toMatchObject({ result: "fails", seen: expect.stringContaining(seen) });
    await mendIt();
    expect((await checkProcessors()).result).toBe("holds");
  }
  const smtp = process.env.SMTP_URL;
  process.env.SMTP_URL = "smtps://smtp.elsewhere.example";
  vi.resetModules();
  const fresh = await import("@/lib/oversight/processors/check-processors");
  expect(await fresh.checkProcessors()).toMatchObject({
    result: "fails",
    seen: expect.stringContaining("smtp.elsewhere.example is called"),
  });
  await (await import("@/db/client")).closeDatabases();
  process.env.SMTP_URL = smtp;
});

test("who may not change the register is refused; the auditor reads it", async () => {
  await expect(announceChange(auditor.actor, { ...archive, code: "other" }, waiting)).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(keepFacts(auditor.actor, await idOf("mail"), facts())).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(withdrawProcessor(auditor.actor, await idOf("mail-archive"))).rejects.toMatchObject({ refusal: "forbidden" });
  expect((await listProcessors(auditor.actor, everything)).length).toBeGreaterThan(5);
  const support = await givenStaff("support");
  await expect(listProcessors(support.actor, everything)).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(exportProcessors(support.actor, everything, "audit")).rejects.toMatchObject({ refusal: "forbidden" });
});

test("the register is narrowed by how an entry stands, told once from page to page, and a formula in it stays text in the file", async () => {
  await database`insert into processors (id, code, name, purpose, data, region, hosts, since, certificate, certificate_until, withdrawn_at) values
    (uuidv7(), 'formula', '=cmd|''/c calc''!A1', 'Tries.', 'Nothing.', 'Ireland', '{}', now(), null, null, null),
    (uuidv7(), 'expired', 'Expired', 'Ended.', 'Nothing.', 'Ireland', '{}', now(), 'ISO', '2020-01-01', null),
    (uuidv7(), 'gone', 'Gone', 'Went.', 'Nothing.', 'Ireland', '{}', now(), null, null, now())`;
  const codes = async (over: object) => (await listProcessors(auditor.actor, { ...everything, ...over })).map(({ code }) => code);
  expect(await codes({ state: "overdue" })).toEqual(["expired"]);
  expect(await codes({ state: "lacking" })).toContain("formula");
  expect(await codes({ state: "withdrawn" })).toContain("gone");
  expect(await codes({ search: "EXPI" })).toEqual(["expired"]);
  expect(await codes({ called: "yes" })).not.toContain("expired");
  for (const sort of ["name", "since", "certificate", "review"] as const) {
    const all: string[] = [];
    let cursor: { way: "after"; id: string } | null = null;
    for (;;) {
      const page: { id: string }[] = await listProcessors(auditor.actor, { ...everything, sort, cursor, limit: 2 });
      const last = page.at(-1);
      if (!last) break;
      all.push(...page.map(({ id }) => id));
      cursor = { way: "after", id: last.id };
    }
    expect([sort, all.length, new Set(all).size]).toEqual([sort, (await codes({})).length, all.length]);
  }
  const csv = await exportProcessors(auditor.actor, everything, "audit");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + (await codes({})).length);
  expect(csv).toContain(`"'=cmd|'/c calc'!A1"`);
  const id = (await listProcessors(auditor.actor, { ...everything, state: "overdue" }))[0]?.id ?? "";
  expect(await findListedProcessor(auditor.actor, id)).toMatchObject({ code: "expired", state: "overdue" });
  await expect(findListedProcessor(auditor.actor, auditor.accountId)).rejects.toMatchObject({ refusal: "not_found" });
});

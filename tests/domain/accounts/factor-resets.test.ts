import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { exportFactorResets, listFactorResets, openResets } from "@/lib/accounts/list-resets";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { askFactorReset, cancelFactorReset, confirmFactorReset, resetFactorsOnHost } from "@/lib/accounts/reset-factors";
import { enrolTotp } from "@/lib/factors/enrol-totp";
import { newClient } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const host = { kind: "host", command: "reset-factors" } as const;

/** Someone of staff with an authenticator app, which is lost. */
async function givenLocked(): Promise<Someone> {
  const person = await givenStaff("support");
  await enrolTotp(person.accountId, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "Phone");
  return person;
}
const needsFactor = async (person: Someone) => (await logIn(person, newClient())).needsFactor;
const openReset = async (of: Someone, seenBy: Someone) => {
  const reset = (await listFactorResets(seenBy.actor, openResets)).find(({ accountId }) => accountId === of.accountId);
  if (!reset) throw new Error("no reset is under way");
  return reset.id;
};
const mailsTo = async (person: Someone) =>
  (await database`select template from outbox where account_id = ${person.accountId} order by id`).map(({ template }) => String(template));
/** Leaves these people as the only staff. */
const onlyStaff = (...people: Someone[]) =>
  database`update accounts set role = null where role is not null and not (id = any(${people.map(({ accountId }) => accountId)}))`;

test("one asks, another confirms, and the next login removes every factor and needs none", async () => {
  const [locked, asking, confirming] = [await givenLocked(), await givenStaff("security"), await givenStaff("owner")];
  await askFactorReset(asking.actor, locked.accountId);
  expect(await needsFactor(locked)).toBe(true);
  await confirmFactorReset(confirming.actor, await openReset(locked, confirming));
  expect(await readSession(locked.sessionId, { activity: false })).toBeNull();
  expect(await needsFactor(locked)).toBe(false);
  expect(await database`select 1 from factors where account_id = ${locked.accountId}`).toHaveLength(0);
  expect(await mailsTo(locked)).toEqual(expect.arrayContaining(["factor-reset-asked", "factor-reset-confirmed", "factors-reset"]));
  const lines = await database`
    select act, actor from access_lines where subject = ${locked.accountId} and act like 'factor-reset.%' order by id`;
  expect(lines).toEqual([
    { act: "factor-reset.ask", actor: `staff:${asking.accountId}` },
    { act: "factor-reset.confirm", actor: `staff:${confirming.accountId}` },
    { act: "factor-reset.apply", actor: `claimed:${locked.accountId}` },
  ]);
});

test("neither who asked nor whose factors they are can confirm, and nobody asks for themselves", async () => {
  const [locked, asking] = [await givenStaff("security"), await givenStaff("security")];
  await enrolTotp(locked.accountId, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "Phone");
  await expect(askFactorReset(asking.actor, asking.accountId)).rejects.toMatchObject({ facts: { reason: "own_standing" } });
  await askFactorReset(asking.actor, locked.accountId);
  await expect(askFactorReset(asking.actor, locked.accountId)).rejects.toMatchObject({ facts: { reason: "already_asked" } });
  const id = await openReset(locked, asking);
  for (const { actor } of [asking, locked]) {
    await expect(confirmFactorReset(actor, id)).rejects.toMatchObject({ facts: { reason: "needs_another" } });
  }
  expect(await needsFactor(locked)).toBe(true);
});

test("a cancelled reset changes nothing", async () => {
  const [locked, asking, other] = [await givenLocked(), await givenStaff("owner"), await givenStaff("owner")];
  await askFactorReset(asking.actor, locked.accountId);
  const id = await openReset(locked, other);
  await cancelFactorReset(other.actor, id);
  await expect(confirmFactorReset(other.actor, id)).rejects.toMatchObject({ refusal: "not_found" });
  expect(await needsFactor(locked)).toBe(true);
});

test("the host is refused while two others can do it", async () => {
  const locked = await givenLocked();
  await Promise.all([givenStaff("owner"), givenStaff("security")]);
  await expect(resetFactorsOnHost(host, locked.accountId)).rejects.toMatchObject({ facts: { reason: "others_can" } });
});

test("with fewer, the host's reset is told to the account and every owner, and counts a day later and not before", async () => {
  const [locked, owner] = [await givenLocked(), await givenStaff("owner")];
  await onlyStaff(locked, owner);
  const { effectiveAt } = await resetFactorsOnHost(host, locked.accountId);
  expect(effectiveAt.getTime() - Date.now()).toBeGreaterThan(86_300_000);
  expect(await mailsTo(locked)).toContain("factor-reset-asked");
  expect(await mailsTo(owner)).toContain("factor-reset-announced");
  expect(await needsFactor(locked)).toBe(true);
  await database`update factor_resets set effective_at = now() - interval '1 minute' where account_id = ${locked.accountId}`;
  expect(await needsFactor(locked)).toBe(false);
  const [line] = await database`select actor from access_lines where subject = ${locked.accountId} and act = 'factor-reset.ask'`;
  expect(line).toEqual({ actor: "host:reset-factors" });
});

test("an owner cancels the host's reset within its day", async () => {
  const [locked, owner] = [await givenLocked(), await givenStaff("owner")];
  await onlyStaff(locked, owner);
  await resetFactorsOnHost(host, locked.accountId);
  await cancelFactorReset(owner.actor, await openReset(locked, owner));
  await database`update factor_resets set effective_at = now() - interval '1 minute' where account_id = ${locked.accountId}`;
  expect(await needsFactor(locked)).toBe(true);
});

test("resets are found by how they stand and by address, told once from page to page, and taken as a file by those who may", async () => {
  const [owner, auditor] = [await givenStaff("owner"), await givenStaff("auditor")];
  await database`delete from factor_resets`;
  const people: Someone[] = [];
  for (let n = 0; n < 5; n += 1) people.push(await givenStaff("support"));
  const [waiting, counting, ready, applied, cancelled] = people.map(({ accountId }) => accountId);
  await database`insert into factor_resets (id, account_id, asked_by, confirmed_by, created_at, effective_at, applied_at, cancelled_at) values
    (uuidv7(), ${waiting ?? ""}, ${owner.accountId}, null, now() - interval '1 day', null, null, null),
    (uuidv7(), ${counting ?? ""}, null, null, now() - interval '2 days', now() + interval '1 hour', null, null),
    (uuidv7(), ${ready ?? ""}, ${owner.accountId}, ${auditor.accountId}, now() - interval '3 days', now() - interval '1 hour', null, null),
    (uuidv7(), ${applied ?? ""}, ${owner.accountId}, ${auditor.accountId}, now() - interval '4 days', now() - interval '3 days', now(), null),
    (uuidv7(), ${cancelled ?? ""}, ${owner.accountId}, null, now() - interval '5 days', null, null, now())`;
  const whose = async (over: object) =>
    (await listFactorResets(auditor.actor, { ...openResets, state: null, ...over })).map(({ accountId }) => accountId);
  expect(await whose({})).toEqual([waiting, counting, ready, applied, cancelled]);
  expect(await whose({ state: "open" })).toEqual([waiting, counting, ready]);
  for (const [state, one] of Object.entries({ waiting, counting, ready, applied, cancelled }))
    expect(await whose({ state })).toEqual([one]);
  expect(await whose({ search: people[3]?.email.toUpperCase() })).toEqual([applied]);
  expect(await whose({ search: ready })).toEqual([ready]);
  expect(await whose({ sort: "counts", descending: false, limit: 3 })).toEqual([applied, ready, counting]);
  const first = await listFactorResets(auditor.actor, { ...openResets, state: null, sort: "counts", descending: false, limit: 3 });
  const after = { way: "after", id: first.at(-1)?.id ?? "" } as const;
  expect((await whose({ sort: "counts", descending: false, cursor: after })).toSorted()).toEqual([waiting, cancelled].toSorted());
  const csv = await exportFactorResets(auditor.actor, { search: "", state: "open", sort: "asked", descending: true }, "audit");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 3);
  expect(csv).toContain(`"${people[1]?.email}","counting","host"`);
  const listed = await database`
    select reason from access_lines where act = 'account.list' and object = 'list:resets' and subject = ${counting ?? ""} and reason = 'audit'`;
  expect(listed).toHaveLength(1);
  const support = await givenStaff("support");
  await expect(listFactorResets(support.actor, openResets)).rejects.toMatchObject({ refusal: "forbidden" });
  const all = { search: "", state: null, sort: "asked", descending: true } as const;
  await expect(exportFactorResets(support.actor, all, "audit")).rejects.toMatchObject({ refusal: "forbidden" });
});

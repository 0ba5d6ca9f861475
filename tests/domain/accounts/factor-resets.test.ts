import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { askFactorReset, cancelFactorReset, confirmFactorReset, listFactorResets, resetFactorsOnHost } from "@/lib/accounts/reset-factors";
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
  const reset = (await listFactorResets(seenBy.actor)).find(({ accountId }) => accountId === of.accountId);
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

import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertReport } from "@/db/queries/reports";
import { askForInvite } from "@/lib/accounts/ask-for-invite";
import type { Role } from "@/lib/accounts/permissions";
import { readToday } from "@/lib/oversight/read-today";
import { purge } from "@/lib/oversight/retention/purge";
import { givenDifference } from "@/tests/domain/support/given-difference";
import { givenInvite, givenMember, newClient, newEmail } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const staff = new Map<Role, Someone>();
beforeAll(async () => {
  for (const role of ["support", "billing", "owner"] as const) staff.set(role, await givenStaff(role));
});
const todayOf = async (role: Role) => {
  const waiting = await readToday((staff.get(role) as Someone).actor, role);
  return Object.fromEntries(waiting.map(({ kind, number }) => [kind, number]));
};

test("the home page is empty while nothing waits", async () => {
  await purge();
  expect(await todayOf("owner")).toEqual({});
});

test("what waits for a person is counted, for those alone who may see it", async () => {
  const { accountId } = await givenMember();
  await transaction({ kind: "claimed", accountId }, (tx) => insertReport(tx, { accountId, sessionId: null, device: null, network: null }));
  await transaction({ kind: "system", job: "test" }, (tx) => givenDifference(tx, accountId));
  await askForInvite(newEmail(), newClient());
  const [soon, past] = [await givenInvite(), await givenInvite()];
  await givenInvite();
  await database`update invites set expires_at = now() + interval '2 days' where id = ${soon.inviteId}`;
  await database`update invites set expires_at = now() - interval '2 days' where id = ${past.inviteId}`;
  expect(await todayOf("owner")).toEqual({ reports: 1, differences: 1, asks: 1, expiring: 1 });
  expect(await todayOf("support")).toEqual({ reports: 1, asks: 1, expiring: 1 });
  expect(await todayOf("billing")).toEqual({ differences: 1 });
});

test("a kind of data that was not purged for more than a day is told of", async () => {
  await purge();
  await database`update purge_receipts set finished_at = now() - interval '27 hours' where rule in ('activity', 'mail')`;
  expect((await todayOf("billing")).retention).toBe(2);
  await purge();
  expect((await todayOf("billing")).retention).toBeUndefined();
});

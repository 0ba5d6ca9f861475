import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { closeSessions, lookUpSession } from "@/db/queries/sessions";
import { readSession } from "@/lib/accounts/read-session";
import { setRole } from "@/lib/accounts/set-role";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { givenMember, host } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const roleOf = async (accountId: string) => (await transaction(host, (tx) => findAccount(tx, accountId)))?.role;
const settled = (outcomes: PromiseSettledResult<unknown>[]) => outcomes.map(({ status }) => status).toSorted();
/** Leaves these people as the only active owners. */
const onlyOwners = (...ids: string[]) => database`update accounts set role = 'auditor' where role = 'owner' and not (id = any(${ids}))`;

test("a role ends the account's sessions at once, is told by mail, and is one line in the log", async () => {
  const { accountId, sessionId } = await givenMember();
  await setRole(host, accountId, "support");
  expect(await roleOf(accountId)).toBe("support");
  expect(await readSession(sessionId, { activity: false })).toBeNull();
  const ended = await transaction({ kind: "visitor" }, (tx) => lookUpSession(tx, sessionId));
  expect(ended?.endedAt).not.toBeNull();
  expect(await database`select template, facts from outbox where account_id = ${accountId} and template = 'role-changed'`).toEqual([
    { template: "role-changed", facts: { role: "support" } },
  ]);
  expect(await database`select actor, facts from access_lines where subject = ${accountId} and act = 'role.change'`).toEqual([
    { actor: "host:test", facts: { from: "none", to: "support" } },
  ]);
});

test("nobody changes their own role, nor their own state", async () => {
  const owner = await givenStaff("owner");
  await givenStaff("owner");
  const own = [
    () => setRole(owner.actor, owner.accountId, null),
    () => suspendMember(owner.actor, owner.accountId, "unpaid"),
    () => terminateMember(owner.actor, owner.accountId, "unpaid"),
  ];
  for (const attempt of own) await expect(attempt()).rejects.toMatchObject({ facts: { reason: "own_standing" } });
});

test("the last owner stays one: not demoted, suspended or terminated, even from the host", async () => {
  const owner = await givenStaff("owner");
  await onlyOwners(owner.accountId);
  for (const attempt of [
    () => setRole(host, owner.accountId, "auditor"),
    () => suspendMember(host, owner.accountId, "unpaid"),
    () => terminateMember(host, owner.accountId, "unpaid"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ refusal: "conflict", facts: { reason: "last_owner" } });
  }
  expect(await roleOf(owner.accountId)).toBe("owner");
});

test("two owners who remove each other at once leave one", async () => {
  const [one, other] = [await givenStaff("owner"), await givenStaff("owner")];
  await onlyOwners(one.accountId, other.accountId);
  const outcomes = await Promise.allSettled([
    setRole(one.actor, other.accountId, null),
    suspendMember(other.actor, one.accountId, "security_concern"),
  ]);
  expect(settled(outcomes)).toEqual(["fulfilled", "rejected"]);
  expect(await database`select count(*)::int as owners from accounts where role = 'owner' and state = 'active'`).toEqual([{ owners: 1 }]);
});

test("security may suspend, but not an owner", async () => {
  const security = await givenStaff("security");
  const [owner, member] = [await givenStaff("owner"), await givenMember()];
  await givenStaff("owner");
  await suspendMember(security.actor, member.accountId, "security_concern");
  await expect(suspendMember(security.actor, owner.accountId, "security_concern")).rejects.toMatchObject({ refusal: "forbidden" });
  expect(await readSession(owner.sessionId, { activity: false })).not.toBeNull();
});

test("who is suspended gets no role", async () => {
  const { accountId } = await givenMember();
  await suspendMember(host, accountId, "unpaid");
  await expect(setRole(host, accountId, "support")).rejects.toMatchObject({ facts: { reason: "not_active" } });
});

test("a staff session that ended does nothing more", async () => {
  const owner = await givenStaff("owner");
  const { accountId } = await givenMember();
  await transaction({ kind: "claimed", accountId: owner.accountId }, (tx) => closeSessions(tx, owner.accountId, new Date(), "logout"));
  await expect(setRole(owner.actor, accountId, "owner")).rejects.toMatchObject({ refusal: "forbidden" });
  expect(await roleOf(accountId)).toBeNull();
});

import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { duePolls } from "@/db/queries/connections";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { actingIn } from "@/lib/base/acting-session";
import { destroyKeys } from "@/lib/connections/destroy-keys";
import { submitCredential } from "@/lib/connections/submit-credential";
import { reinstateMember } from "@/lib/membership/reinstate-member";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { connectionRow, givenKey, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { givenMember, host, newClient } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";

const { database } = await givenSandbox();

const stateOf = async (accountId: string) => (await transaction(host, (tx) => findAccount(tx, accountId)))?.state;
const login = { kind: "password", username: "technician", password: "platform password" } as const;

test("a suspension ends sessions, and what is in flight writes nothing more", async () => {
  const [security, member] = [await givenStaff("security"), await givenMember()];
  const { accountId, sessionId } = member;
  const inFlight = actingIn(sessionId, async () => {
    await suspendMember(security.actor, accountId, "security_concern");
    return await transaction({ kind: "member", accountId }, (tx) => findAccount(tx, accountId));
  });
  await expect(inFlight).rejects.toMatchObject({ refusal: "not_signed_in" });
  expect(await readSession(sessionId, { activity: false })).toBeNull();
  await expect(logIn(member, newClient())).rejects.toMatchObject({
    refusal: "forbidden",
    facts: { state: "suspended", why: "security_concern" },
  });
  await expect(logIn({ ...member, password: "not the password" }, newClient())).rejects.toMatchObject({
    refusal: "wrong_credentials",
    facts: {},
  });
  expect(await database`select facts from outbox where account_id = ${accountId} and template = 'account-suspended'`).toEqual([
    { facts: { reason: "security_concern" } },
  ]);
  const [line] = await database`select actor, reason from access_lines where subject = ${accountId} and act = 'member.suspend'`;
  expect(line).toEqual({ actor: `staff:${security.accountId}`, reason: "security_concern" });
});

test("a suspended member can be reinstated and log in; nobody else can", async () => {
  const [security, member] = [await givenStaff("security"), await givenMember()];
  await expect(reinstateMember(security.actor, member.accountId)).rejects.toMatchObject({ facts: { reason: "wrong_state" } });
  await suspendMember(host, member.accountId, "unpaid");
  await expect(suspendMember(host, member.accountId, "unpaid")).rejects.toMatchObject({ facts: { reason: "wrong_state" } });
  await reinstateMember(security.actor, member.accountId);
  await expect(logIn(member, newClient())).resolves.toMatchObject({ accountId: member.accountId });
});

test("a termination deletes sealed logins at once and leaves the keys to be destroyed; it is final", async () => {
  const owner = await givenStaff("owner");
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, login));
  await terminateMember(owner.actor, accountId, "terms_broken");
  expect(await database`select 1 from credentials where connection_id = ${connectionId}`).toHaveLength(0);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "unlinked", mode: "off" });
  await destroyKeys(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ keyId: null, publicKey: null, nextPollAt: null });
  const acts =
    await database`select act from access_lines where subject = ${accountId} and reason in ('terminated', 'terms_broken') order by id`;
  expect(acts.map(({ act }) => act)).toEqual(["session.end-all", "connection.unlink", "member.terminate"]);
  await expect(reinstateMember(owner.actor, accountId)).rejects.toMatchObject({ facts: { reason: "wrong_state" } });
});

test("on the host a termination does the same", async () => {
  const { accountId, connectionId } = await givenKey();
  await terminateMember(host, accountId, "asked_on_host");
  expect(await stateOf(accountId)).toBe("terminated");
  expect(await connectionRow(connectionId)).toMatchObject({ state: "unlinked" });
  expect(await transaction({ kind: "system", job: "test" }, (tx) => duePolls(tx, new Date(), 100))).not.toContain(connectionId);
});

test("a missing account and an erased one are not found", async () => {
  const owner = await givenStaff("owner");
  const { accountId } = await givenMember();
  await database`update accounts set state = 'erased' where id = ${accountId}`;
  for (const id of [accountId, crypto.randomUUID()]) {
    await expect(suspendMember(owner.actor, id, "unpaid")).rejects.toMatchObject({ refusal: "not_found" });
  }
});

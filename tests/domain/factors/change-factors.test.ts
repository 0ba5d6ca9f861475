import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { dropFactor } from "@/lib/accounts/drop-factor";
import { logIn } from "@/lib/accounts/log-in";
import { provePassword } from "@/lib/accounts/prove-password";
import { readSession } from "@/lib/accounts/read-session";
import { enrolTotp } from "@/lib/factors/enrol-totp";
import { readFactor, readFactors } from "@/lib/factors/read-factors";
import { renameFactor } from "@/lib/factors/rename-factor";
import { givenAppMember, givenPending } from "@/tests/support/factor-member";
import { givenMember, goodPassword, newClient } from "@/tests/support/members";
import { sessionOf } from "@/tests/support/passkey-member";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const alive = async (id: string) => (await readSession(id, { activity: false })) !== null;
const onlyFactor = async (accountId: string) => (await readFactors(accountId)).factors[0]?.id ?? "";
const mailsTo = async (accountId: string) =>
  await database<{ template: string; facts: object }[]>`select template, facts from outbox where account_id = ${accountId}`;

test("removing a member's last factor takes the recovery codes along; the password alone logs in again", async () => {
  const member = await givenAppMember();
  const elsewhere = await givenPending(member);
  expect(await dropFactor(member.session, await onlyFactor(member.accountId))).toBe(0);
  expect(await readFactors(member.accountId)).toEqual({ factors: [], codesLeft: 0 });
  expect([await alive(member.session.id), await alive(elsewhere.id)]).toEqual([true, false]);
  expect((await logIn(member, newClient())).needsFactor).toBe(false);
  expect(await mailsTo(member.accountId)).toContainEqual({ template: "factor-removed", facts: { kind: "totp", left: 0 } });
});

test("a staff member's last factor stays, also when two are removed at once", async () => {
  const member = await givenAppMember();
  await database`update accounts set role = 'support' where id = ${member.accountId}`;
  const refused = { refusal: "conflict", facts: { reason: "last_factor" } };
  const first = await onlyFactor(member.accountId);
  await expect(dropFactor(member.session, first)).rejects.toMatchObject(refused);
  const second = await enrolTotp(member.accountId, secret, "Tablet");
  const outcomes = await Promise.allSettled([dropFactor(member.session, first), dropFactor(member.session, second)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect((await readFactors(member.accountId)).factors).toHaveLength(1);
});

test("another member's factor can be neither seen, renamed nor removed: it answers like a missing one", async () => {
  const [member, other] = [await givenAppMember(), await givenAppMember()];
  const theirs = await onlyFactor(other.accountId);
  expect(await readFactor(member.accountId, theirs)).toBeNull();
  await expect(renameFactor(member.accountId, theirs, "Mine")).rejects.toMatchObject({ refusal: "not_found" });
  await expect(dropFactor(member.session, theirs)).rejects.toMatchObject({ refusal: "not_found" });
  expect((await readFactors(other.accountId)).factors).toMatchObject([{ id: theirs, name: "Authenticator app" }]);
});

test("a factor bears the name that its owner gives it", async () => {
  const { accountId } = await givenAppMember();
  await renameFactor(accountId, await onlyFactor(accountId), "Work phone");
  expect((await readFactors(accountId)).factors).toMatchObject([{ name: "Work phone" }]);
});

test("an eleventh factor is refused", async () => {
  const { accountId } = await givenMember();
  for (let made = 0; made < 10; made += 1) await enrolTotp(accountId, secret, `App ${made}`);
  await expect(enrolTotp(accountId, secret, "One more")).rejects.toMatchObject({ refusal: "conflict", facts: { reason: "factors_full" } });
});

test("the password is a fresh proof for an account without a factor: new id, proof from now; a wrong one is none", async () => {
  const member = await givenMember();
  await database`update sessions set proved_at = now() - interval '1 hour' where id = ${member.sessionId}`;
  const session = await sessionOf(member.sessionId);
  await expect(provePassword(session, "wrong", newClient())).rejects.toMatchObject({ refusal: "wrong_credentials" });
  const proved = await sessionOf(await provePassword(session, goodPassword, newClient()));
  expect(proved).toMatchObject({ assurance: "password", createdAt: session.createdAt });
  expect(proved.provedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(await alive(member.sessionId)).toBe(false);
});

test("where there is a factor, the password is no proof: neither for a login that awaits it nor before a sensitive act", async () => {
  const member = await givenAppMember();
  for (const session of [await givenPending(member), member.session])
    await expect(provePassword(session, goodPassword, newClient())).rejects.toMatchObject({ refusal: "mfa_required" });
});

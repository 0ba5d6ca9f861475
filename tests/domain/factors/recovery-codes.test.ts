import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { verifyFactor } from "@/lib/accounts/verify-factor";
import { readFactors } from "@/lib/factors/read-factors";
import { renewRecoveryCodes } from "@/lib/factors/renew-recovery-codes";
import { takeRecoveryCode } from "@/lib/factors/take-recovery-code";
import { givenAppMember, givenPending } from "@/tests/support/factor-member";
import { givenMember, newClient } from "@/tests/support/members";
import { sessionOf } from "@/tests/support/passkey-member";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const take = (accountId: string, code: string) =>
  transaction({ kind: "claimed", accountId }, (tx) => takeRecoveryCode(tx, accountId, code));
const mailsTo = async (accountId: string) =>
  await database<{ template: string; facts: object }[]>`select template, facts from outbox where account_id = ${accountId}`;

test("ten different codes of 120 bits come with the first factor, and the database holds none of them", async () => {
  const { accountId, codes } = await givenAppMember();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  const rows = await database<{ hash: string }[]>`select hash from recovery_codes where account_id = ${accountId}`;
  expect(rows).toHaveLength(10);
  for (const code of codes) expect(JSON.stringify(rows)).not.toContain(code.slice(0, 9));
});

test("a code opens a login once, is mailed, and its use is in the access log", async () => {
  const member = await givenAppMember();
  const [code = ""] = member.codes;
  const raised = await verifyFactor(await givenPending(member), { kind: "recovery", code }, newClient());
  expect((await sessionOf(raised)).assurance).toBe("factor");
  await expect(verifyFactor(await givenPending(member), { kind: "recovery", code }, newClient())).rejects.toMatchObject({
    refusal: "wrong_credentials",
  });
  expect((await readFactors(member.accountId)).codesLeft).toBe(9);
  expect(await mailsTo(member.accountId)).toContainEqual({ template: "recovery-code-used", facts: { left: 9 } });
  const lines = await database`select 1 from access_lines where subject = ${member.accountId} and act = 'recovery-code.use'`;
  expect(lines).toHaveLength(1);
});

test("twenty uses of one code at the same moment: one is taken", async () => {
  const { accountId, codes } = await givenAppMember();
  const taken = await Promise.all(Array.from({ length: 20 }, () => take(accountId, codes[0] ?? "")));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test("a code is understood in small letters, without its dashes, and with letters for the digits that they look like", async () => {
  const { accountId, codes } = await givenAppMember();
  const [first = "", second = ""] = codes;
  expect(await take(accountId, first.toLowerCase().replaceAll("-", " "))).toBe(true);
  expect(await take(accountId, second.replaceAll("0", "o").replaceAll("1", "l"))).toBe(true);
});

test("a code of one account is worth nothing for another", async () => {
  const [member, other] = [await givenAppMember(), await givenAppMember()];
  expect(await take(other.accountId, member.codes[0] ?? "")).toBe(false);
});

test("new codes make the earlier ones worthless, and are mailed", async () => {
  const { accountId, codes } = await givenAppMember();
  const renewed = await renewRecoveryCodes(accountId);
  expect(await take(accountId, codes[0] ?? "")).toBe(false);
  expect(await take(accountId, renewed[0] ?? "")).toBe(true);
  expect((await mailsTo(accountId)).map(({ template }) => template)).toContain("recovery-codes-made");
});

test("asked for new codes twice at once, an account has the ten of one answer", async () => {
  const { accountId } = await givenAppMember();
  await Promise.all([renewRecoveryCodes(accountId), renewRecoveryCodes(accountId)]);
  expect((await readFactors(accountId)).codesLeft).toBe(10);
});

test("an account without a factor gets no codes", async () => {
  const { accountId } = await givenMember();
  await expect(renewRecoveryCodes(accountId)).rejects.toMatchObject({ refusal: "conflict", facts: { reason: "no_factor" } });
});

import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { listLinked } from "@/db/queries/connections";
import { findRules } from "@/db/queries/rules";
import { findTimeZone } from "@/db/queries/schedules";
import { giveSupportLeave, readSupportLeave, revokeSupportLeave } from "@/lib/accounts/give-support-leave";
import { readSupportView } from "@/lib/membership/read-support-view";
import { givenMember } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const refusedLook = { refusal: "forbidden", facts: { reason: "no_leave" } };

test("support sees nothing without leave, a redacted view with it, and nothing once it is taken back", async () => {
  const [support, member] = [await givenStaff("support"), await givenMember()];
  const look = () => readSupportView(support.actor, member.accountId, "member_asked");
  await expect(look()).rejects.toMatchObject(refusedLook);
  await giveSupportLeave(member.accountId, "hour");
  const view = await look();
  expect(view.timeZone).toBe("America/Chicago");
  expect(JSON.stringify(view)).not.toContain(member.email);
  await revokeSupportLeave(member.accountId);
  await expect(look()).rejects.toMatchObject(refusedLook);
});

test("a leave that has run out is none", async () => {
  const [support, member] = [await givenStaff("support"), await givenMember()];
  await giveSupportLeave(member.accountId, "hour");
  await database`update support_grants set expires_at = now() - interval '1 second' where account_id = ${member.accountId}`;
  await expect(readSupportView(support.actor, member.accountId, "member_asked")).rejects.toMatchObject(refusedLook);
  expect((await readSupportLeave(member.accountId)).leave).toBeNull();
});

test("the member reads every look with its reason, and a refused one is none", async () => {
  const [support, member] = [await givenStaff("support"), await givenMember()];
  await expect(readSupportView(support.actor, member.accountId, "billing_question")).rejects.toMatchObject(refusedLook);
  await giveSupportLeave(member.accountId, "day");
  await readSupportView(support.actor, member.accountId, "connection_trouble");
  await readSupportView(support.actor, member.accountId, "member_asked");
  const { looks } = await readSupportLeave(member.accountId);
  expect(looks.map(({ reason }) => reason)).toEqual(["member_asked", "connection_trouble"]);
});

test("row security shows a look that has left no line nothing, leave or not", async () => {
  const [support, member] = [await givenStaff("support"), await givenMember()];
  await giveSupportLeave(member.accountId, "week");
  await readSupportView(support.actor, member.accountId, "member_asked");
  const seen = await transaction(support.actor, async (tx) => [
    await findTimeZone(tx, member.accountId),
    await findRules(tx, member.accountId),
    await listLinked(tx, member.accountId),
  ]);
  expect(seen).toEqual([null, null, []]);
});

test("leave is given to support and owners alone, not to the other roles", async () => {
  const member = await givenMember();
  await giveSupportLeave(member.accountId, "week");
  for (const role of ["billing", "security", "auditor"] as const) {
    const { actor } = await givenStaff(role);
    await expect(readSupportView(actor, member.accountId, "member_asked")).rejects.toMatchObject({ refusal: "forbidden" });
  }
});

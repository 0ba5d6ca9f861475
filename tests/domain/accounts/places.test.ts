import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { capMembers, readPlaces } from "@/lib/accounts/cap-members";
import { findInvite } from "@/lib/accounts/find-invite";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { newId } from "@/lib/base/ids";
import { suspendMember } from "@/lib/membership/suspend-member";
import { givenInvite, givenMember, host, joining, newClient } from "@/tests/support/members";
import { givenStaff, type StaffActor } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

let owner: StaffActor;
beforeAll(async () => {
  owner = (await givenStaff("owner")).actor;
});
afterEach(() => database`delete from member_cap`);

/** Bounds the members to this many more than there are. */
async function leavePlaces(free: number): Promise<void> {
  const { members } = await readPlaces(owner);
  await capMembers(owner, members + free);
}
const join = (token: string) => redeemInvite(token, joining, newClient());
const full = { refusal: "conflict", facts: { reason: "full" } };

test("fifty redemptions at once, at the last place, make one member; the other invites stay as they were", {
  timeout: 90_000,
}, async () => {
  const invites = await Promise.all(Array.from({ length: 50 }, () => givenInvite()));
  await leavePlaces(1);
  const before = (await readPlaces(owner)).members;
  const outcomes = await Promise.allSettled(invites.map(({ token }) => join(token)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refused).toHaveLength(49);
  for (const reason of refused) expect(reason).toMatchObject(full);
  expect(await readPlaces(owner)).toMatchObject({ members: before + 1, most: before + 1 });
  const losers = invites.filter((_, index) => outcomes[index]?.status === "rejected");
  for (const { token } of losers) expect(await findInvite(token)).toMatchObject({ isFull: true });
});

test("a place that gets free, or a higher number, lets the next one in", async () => {
  const [early, late, last] = [await givenMember(), await givenInvite(), await givenInvite()];
  await leavePlaces(0);
  await expect(join(late.token)).rejects.toMatchObject(full);
  await suspendMember(host, early.accountId, "unpaid");
  expect(await findInvite(late.token)).toMatchObject({ isFull: false });
  await join(late.token);
  await expect(join(last.token)).rejects.toMatchObject(full);
  await capMembers(owner, null);
  await join(last.token);
});

test("the data itself refuses an account past the last place, whoever forgot to ask", async () => {
  const { inviteId, email } = await givenInvite();
  const accountId = newId();
  const insert = () =>
    database.begin(async (sql) => {
      await sql`select set_config('holdfast.actor', ${`member:${accountId}`}, true), set_config('holdfast.account', ${accountId}, true)`;
      await sql`set local role holdfast_web`;
      await sql`select lookup.claim_invite(${inviteId}, 1, ${accountId}, now())`;
      await sql`insert into accounts (id, email) values (${accountId}, ${email})`;
    });
  await leavePlaces(0);
  await expect(insert()).rejects.toThrow(/row-level security/);
  await capMembers(owner, null);
  await expect(insert()).resolves.toBeUndefined();
});

test("only an owner bounds it; the change is a line in the log with both numbers, and the same number twice is refused", async () => {
  for (const role of ["support", "security", "auditor"] as const) {
    const { actor } = await givenStaff(role);
    await expect(capMembers(actor, 7)).rejects.toMatchObject({ refusal: "forbidden" });
    expect(await readPlaces(actor)).toMatchObject({ most: null });
  }
  for (const wrong of [-1, 1.5, 1_000_001, Number.NaN])
    await expect(capMembers(owner, wrong)).rejects.toMatchObject({ refusal: "invalid_input" });
  await capMembers(owner, 900);
  await expect(capMembers(owner, 900)).rejects.toMatchObject({ refusal: "conflict" });
  await capMembers(owner, null);
  const lines = await database<
    { facts: object; actor: string }[]
  >`select facts, actor from access_lines where act = 'members.cap' order by id desc limit 2`;
  expect(lines.map(({ facts }) => facts)).toEqual([
    expect.objectContaining({ from: 900, to: "none" }),
    expect.objectContaining({ from: "none", to: 900 }),
  ]);
  expect(lines[0]?.actor).toBe(`staff:${owner.staffId}`);
});

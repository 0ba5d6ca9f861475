import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { exportAsks, listAsks, longestWaiting } from "@/lib/accounts/list-asks";
import { listInvites } from "@/lib/accounts/list-invites";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { givenInvite, host, joining, newClient } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const support = await givenStaff("support");
async function rowOf(email: string) {
  const [row] = await listInvites(support.actor, { search: email });
  return row;
}
/** What the worker does with the mail of an invite's newest link. */
const note = (inviteId: string, what: "sent_at" | "given_up_at") =>
  database`update outbox set ${database({ [what]: new Date() })} where subject_id = ${inviteId} and sent_at is null and given_up_at is null`;

test("an invite waits until its mail is sent, and waits again when another link is asked for", async () => {
  const { inviteId, email } = await givenInvite();
  expect(await rowOf(email)).toMatchObject({ state: "waiting to be sent", worksUntil: expect.any(Date), links: 1 });
  await note(inviteId, "sent_at");
  const sent = await rowOf(email);
  expect(sent).toMatchObject({ state: "sent", worksUntil: expect.any(Date) });
  expect(Date.now() - Number(sent?.since)).toBeLessThan(60_000);
  await resendInvite(host, inviteId);
  expect(await rowOf(email)).toMatchObject({ state: "waiting to be sent", links: 2 });
  await note(inviteId, "given_up_at");
  expect(await rowOf(email)).toMatchObject({ state: "could not be sent", worksUntil: null });
});

test("a revoked, a redeemed and an expired invite say only that, since when, and no time until which a link works", async () => {
  const [revoked, redeemed, expired] = [await givenInvite(), await givenInvite(), await givenInvite()];
  await revokeInvite(host, revoked.inviteId);
  await redeemInvite(redeemed.token, joining, newClient());
  const [{ at } = { at: null }] = await database`
    update invites set expires_at = now() - interval '1 hour' where id = ${expired.inviteId} returning expires_at as at`;
  expect(await rowOf(revoked.email)).toMatchObject({ state: "revoked", since: expect.any(Date), worksUntil: null });
  expect(await rowOf(redeemed.email)).toMatchObject({ state: "redeemed", since: expect.any(Date), worksUntil: null });
  expect(await rowOf(expired.email)).toMatchObject({ state: "expired", since: at, worksUntil: null });
});

test("those who wait for a new link are told longest waiting first, found by a part of their address, each once from page to page", async () => {
  await database`delete from invite_asks`;
  await database`insert into invite_asks (id, email, created_at)
    select uuidv7(), 'waits-' || n || '@example.org', now() - n * interval '1 hour' from generate_series(1, 5) n`;
  const emails = async (over: object) =>
    (await listAsks(support.actor, { ...longestWaiting, limit: 10, ...over })).map(({ email }) => email.slice(0, "waits-1".length));
  expect(await emails({})).toEqual(["waits-5", "waits-4", "waits-3", "waits-2", "waits-1"]);
  expect(await emails({ search: "WAITS-3@" })).toEqual(["waits-3"]);
  expect(await emails({ sort: "email" })).toEqual(["waits-1", "waits-2", "waits-3", "waits-4", "waits-5"]);
  const [, second] = await listAsks(support.actor, { ...longestWaiting, limit: 2 });
  expect(await emails({ cursor: { way: "after", id: second?.id ?? "" } })).toEqual(["waits-3", "waits-2", "waits-1"]);
  const billing = (await givenStaff("billing")).actor;
  await expect(listAsks(billing, { ...longestWaiting, limit: 5 })).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(exportAsks(support.actor, longestWaiting, "audit")).rejects.toMatchObject({ facts: { permission: "lists.export" } });
  const csv = await exportAsks((await givenStaff("owner")).actor, { search: "waits-1", sort: "asked", descending: false }, "handover");
  expect(csv.trimEnd().split("\r\n")).toEqual(['"email","asked_at"', expect.stringContaining('"waits-1@example.org","')]);
});

import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
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

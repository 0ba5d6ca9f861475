import { generateKeyPairSync } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { claimInvite } from "@/db/queries/invites";
import { findInvite } from "@/lib/accounts/find-invite";
import { inviteSomeone } from "@/lib/accounts/invite";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { newId } from "@/lib/base/ids";
import { inviteToken } from "@/tests/support/invites";
import { givenInvite, givenMember, host, joining, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

test("an invite's holder joins: account, consent, time zone and redemption are there, and they are logged in", async () => {
  const { token, inviteId, email } = await givenInvite();
  expect(await findInvite(token)).toMatchObject({ inviteId, email });
  const { accountId, sessionId } = await redeemInvite(token, joining, newClient());
  expect(await readSession(sessionId, { activity: false })).toMatchObject({ accountId, email, role: null, assurance: "password" });
  const [row] = await database`
    select a.email, c.policy_version, c.monthly_cents, c.unit_cents, s.time_zone, i.redeemed_by, p.hash from accounts a
    join consents c on c.account_id = a.id join schedules s on s.account_id = a.id join invites i on i.redeemed_by = a.id
    join passwords p on p.account_id = a.id where a.id = ${accountId}`;
  expect(row).toMatchObject({
    email,
    policy_version: joining.policyVersion,
    monthly_cents: 1_000,
    unit_cents: 2_500,
    time_zone: "America/Chicago",
  });
  expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const lines = await database`select act, actor from access_lines where subject = ${accountId} order by id`;
  expect(lines.map(({ act }) => act)).toEqual(["invite.redeem", "consent.give", "session.start"]);
  expect(lines.every(({ actor }) => actor === `member:${accountId}`)).toBe(true);
});

test("fifty parallel redemptions of one invite make one account", async () => {
  const { token, email } = await givenInvite();
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => redeemInvite(token, joining, newClient())));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  for (const { refusal } of refusals) expect(["dead_link", "too_many"]).toContain(refusal);
  expect(await database`select id from accounts where email = ${email}`).toHaveLength(1);
  expect(await database`select p.account_id from passwords p join accounts a on a.id = p.account_id where a.email = ${email}`).toHaveLength(
    1,
  );
});

test("a link that was used, revoked, sent again or has expired is dead, and one that never was", async () => {
  const used = await givenInvite();
  await redeemInvite(used.token, joining, newClient());
  const revoked = await givenInvite();
  await revokeInvite(host, revoked.inviteId);
  const renewed = await givenInvite();
  await resendInvite(host, renewed.inviteId);
  const expired = await givenInvite();
  await database`update invites set expires_at = now() - interval '1 second' where id = ${expired.inviteId}`;
  const unknown = inviteToken({ id: newId(), generation: 1 });
  for (const token of [used.token, revoked.token, renewed.token, expired.token, unknown, "garbage", ""]) {
    expect(await findInvite(token)).toBeNull();
    await expect(redeemInvite(token, joining, newClient())).rejects.toMatchObject({ refusal: "dead_link", status: 410 });
  }
});

test("the claim itself refuses an invite that was used, revoked, sent again or has expired, whoever asked before", async () => {
  const used = await givenInvite();
  await redeemInvite(used.token, joining, newClient());
  const revoked = await givenInvite();
  await revokeInvite(host, revoked.inviteId);
  const renewed = await givenInvite();
  await resendInvite(host, renewed.inviteId);
  const expired = await givenInvite();
  await database`update invites set expires_at = now() - interval '1 second' where id = ${expired.inviteId}`;
  for (const { inviteId } of [used, revoked, renewed, expired]) {
    const accountId = newId();
    const claim = { id: inviteId, generation: 1, accountId, at: new Date() };
    expect(await transaction({ kind: "member", accountId }, (tx) => claimInvite(tx, claim))).toBeNull();
  }
});

test("the link of an invite that was sent again works, and so does that of one that had expired", async () => {
  const { inviteId, email } = await givenInvite();
  await database`update invites set expires_at = now() - interval '1 day' where id = ${inviteId}`;
  await resendInvite(host, inviteId);
  const token = inviteToken({ id: inviteId, generation: 2 });
  expect(await findInvite(token)).toMatchObject({ email });
  await redeemInvite(token, joining, newClient());
});

test("a guessed link is refused by its signature, without a query", async () => {
  const { inviteId, token } = await givenInvite();
  const forged = inviteToken({ id: inviteId, generation: 1 }, generateKeyPairSync("ed25519").privateKey);
  const flipped = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;
  const url = process.env.WEB_DATABASE_URL;
  process.env.WEB_DATABASE_URL = "postgres://holdfast_web:x@127.0.0.1:9/nowhere";
  try {
    for (const guess of [forged, flipped, `${token}A`, token.slice(1), token.toLowerCase(), "x".repeat(114)])
      expect(await findInvite(guess)).toBeNull();
    // The same unreachable database is missed as soon as the signature is right.
    await expect(findInvite(token)).rejects.toThrow("ECONNREFUSED");
  } finally {
    process.env.WEB_DATABASE_URL = url;
  }
});

test("an address is bound to one account, also when a second invite was open for it", async () => {
  const first = await givenInvite();
  const [second] = await database<{ id: string }[]>`
    insert into invites (id, email, invited_by, expires_at) values (${newId()}, ${first.email}, 'host:test', now() + interval '1 day') returning id`;
  await redeemInvite(first.token, joining, newClient());
  await expect(redeemInvite(inviteToken({ id: second?.id ?? "", generation: 1 }), joining, newClient())).rejects.toMatchObject({
    refusal: "dead_link",
  });
});

test("a refused redemption leaves the invite as it was", async () => {
  const { token, email } = await givenInvite();
  const refusals = [
    { ...joining, password: "too short" },
    { ...joining, password: email.padEnd(15, "1") },
    { ...joining, timeZone: "Mars/Olympus" },
    { ...joining, policyVersion: "2020-01-01" },
    { ...joining, unitCents: 1 },
  ];
  const outcomes = await Promise.allSettled(refusals.map((given) => redeemInvite(token, given, newClient())));
  expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.refusal)).toEqual([
    "invalid_input",
    "invalid_input",
    "invalid_input",
    "conflict",
    "conflict",
  ]);
  expect(await database`select id from accounts where email = ${email}`).toHaveLength(0);
  expect(await findInvite(token)).toMatchObject({ email });
});

test("a member and a holder of an open invite are not invited again, however the address is spelled", async () => {
  const { email } = await givenMember();
  await expect(inviteSomeone(host, ` ${email.toUpperCase()} `)).rejects.toMatchObject({ facts: { reason: "already_member" } });
  const open = await givenInvite();
  await expect(inviteSomeone(host, open.email.replace("person", "ｐｅｒｓｏｎ"))).rejects.toMatchObject({
    facts: { reason: "already_invited", inviteId: open.inviteId },
  });
  await expect(inviteSomeone(host, "nobody")).rejects.toMatchObject({ refusal: "invalid_input" });
});

test("someone who joined logs in with the address in any spelling", async () => {
  const { email, password, accountId } = await givenMember();
  expect(await logIn({ email: ` ${email.toUpperCase()}`, password }, newClient())).toMatchObject({ accountId });
  await expect(logIn({ email: newEmail(), password }, newClient())).rejects.toMatchObject({ refusal: "wrong_credentials" });
});

test("who holds a valid link cannot have passwords judged without end, from wherever", async () => {
  const { token } = await givenInvite();
  const refusals: string[] = [];
  for (let attempt = 0; attempt < 22; attempt += 1)
    refusals.push(await redeemInvite(token, { ...joining, password: "too short" }, newClient()).catch(({ refusal }) => refusal));
  expect(refusals.slice(0, 21)).toEqual(Array.from({ length: 21 }, () => "invalid_input"));
  expect(refusals[21]).toBe("too_many");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { listAsks, longestWaiting } from "@/lib/accounts/list-asks";
import { listInvites } from "@/lib/accounts/list-invites";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { newId } from "@/lib/base/ids";
import { textOf } from "@/scripts/demo/visitor";
import { inviteToken } from "@/tests/support/invites";
import { givenInvite, goodPassword, host, newEmail } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, openForm, sendForm, sessionCookieLine } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);
afterAll(closeDatabases);

const look = async (token: string) => {
  const response = await fetch(`${web}/invite/${token}`, { redirect: "manual" });
  return { status: response.status, text: textOf({ url: response.url, status: response.status, html: await response.text() }) };
};
const read = async (response: Response) => textOf({ url: response.url, status: response.status, html: await response.text() });
const joinForm = (token: string) => openForm({ web, path: `/invite/${token}`, mark: 'name="agreed"' });
const complete = { password: goodPassword, timeZone: "Europe/Berlin", agreed: "on" };
const exists = (email: string) => transaction(host, (tx) => findAccountByEmail(tx, email));

test("the page says who is invited, the price, and the policy with its version", async () => {
  const { token, email } = await givenInvite();
  const { status, text } = await look(token);
  expect(status).toBe(200);
  for (const part of [email, "$10.00 a month", "$25.00 for each work order", "Read the data security policy", "version 2026-03-04"]) {
    expect(text).toContain(part);
  }
});

test("looking at an invite, however often, uses nothing up", async () => {
  const { token, inviteId } = await givenInvite();
  for (let looks = 0; looks < 3; looks += 1) expect((await look(token)).status).toBe(200);
  expect((await listInvites(host)).find(({ id }) => id === inviteId)).toMatchObject({
    state: expect.stringMatching(/^(waiting to be sent|sent)$/),
    worksUntil: expect.any(Date),
  });
});

test("joining without JavaScript makes the account, logs in and leads home; the link is dead from then on", async () => {
  const { token, email } = await givenInvite();
  const form = await joinForm(token);
  const joined = await sendForm(form, complete);
  expect([joined.status, joined.headers.get("location")]).toEqual([303, "/home"]);
  expect(sessionCookieLine(joined)).toContain("HttpOnly");
  expect(await exists(email)).not.toBeNull();
  expect(await logInCookie(web, { email, password: goodPassword })).toContain("session");
  expect((await look(token)).status).toBe(410);
  const again = await sendForm(form, complete);
  expect([again.status, again.headers.get("location"), sessionCookieLine(again)]).toEqual([303, `/invite/${token}`, undefined]);
});

test("what is missing or unfit is said at its field, what was chosen is still there, and the password is not", async () => {
  const { token, email } = await givenInvite();
  const form = await joinForm(token);
  const empty = await sendForm(form, { password: "", timeZone: "" });
  expect(empty.status).toBe(400);
  const complaints = await read(empty);
  for (const part of ["Choose a password.", "Choose your time zone.", "Tick this if you agree."]) expect(complaints).toContain(part);

  const weak = await sendForm(form, { ...complete, password: "passwordpassword123" });
  expect(weak.status).toBe(400);
  const html = await weak.text();
  expect(html).toContain("It repeats itself too much");
  expect(html).not.toContain("passwordpassword123");
  expect(html).toMatch(/<option[^>]*value="Europe\/Berlin"[^>]*selected|<option[^>]*selected[^>]*value="Europe\/Berlin"/);
  expect((await sendForm(form, { ...complete, timeZone: "Mars/Olympus" })).status).toBe(400);
  expect((await sendForm(form, { ...complete, policyVersion: "2020-01-01" })).status).toBe(409);
  expect((await sendForm(form, { ...complete, unitCents: "1" })).status).toBe(409);
  expect(await exists(email)).toBeNull();
});

test("used, revoked, replaced, unknown and forged links get the same page, word for word, and the same status", async () => {
  const used = await givenInvite();
  await sendForm(await joinForm(used.token), complete);
  const revoked = await givenInvite();
  await revokeInvite(host, revoked.inviteId);
  const replaced = await givenInvite();
  await resendInvite(host, replaced.inviteId);
  const unknown = inviteToken({ id: newId(), generation: 1 });
  const pages = await Promise.all([used.token, revoked.token, replaced.token, unknown, "x".repeat(114), "garbage"].map(look));
  for (const page of pages) expect(page).toEqual({ status: 410, text: expect.stringContaining("This invitation link does not work") });
  expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
});

test("from a dead link anybody can ask for a new one, and is answered the same whether or not the address is known", async () => {
  const { email: known } = await givenInvite();
  const unknown = newEmail();
  const form = await openForm({ web, path: "/invite/garbage", mark: 'name="email"' });
  const answers = [];
  for (const email of [known, unknown, unknown]) answers.push((await read(await sendForm(form, { email }))).replaceAll(email, ""));
  expect(answers[0]).toContain("The operator has your request.");
  expect(new Set(answers).size).toBe(1);
  expect((await listAsks(host, { ...longestWaiting, limit: 500 })).filter(({ email }) => [known, unknown].includes(email))).toHaveLength(2);
  expect(await read(await sendForm(form, { email: "nobody" }))).toContain("Enter an e-mail address");
});

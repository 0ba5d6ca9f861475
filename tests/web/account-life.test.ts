import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { inviteSomeone } from "@/lib/accounts/invite";
import { outsideOf } from "@/scripts/demo/outside";
import { textOf } from "@/scripts/demo/visitor";
import { givenMember, host, newEmail } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, type OpenForm, openForm, postLogin, sendForm, sessionCookieLine } from "@/tests/support/post-form";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const { web, sandbox } = world();
const outside = outsideOf({ sandbox });
beforeAll(useWorldSettings);
afterAll(closeDatabases);

const newPassword = "violet harbour seventeen lanterns";
const textIn = async (response: Response) => textOf({ url: response.url, status: response.status, html: await response.text() });
const look = (path: string, cookie = "") => fetch(`${web}${path}`, { headers: cookie ? { cookie } : {}, redirect: "manual" });
const withinMs = 60_000;

/** The path of the link in the newest mail to an address whose text has this path in it. */
async function linkIn(address: string, path: string): Promise<string> {
  return await waitFor(
    `a mail to ${address} with ${path}`,
    async () => {
      const texts = (await outside.mailTo(address)).map(({ text }) => text);
      const links = texts.map((text) => new RegExp(`${web}(${path}/[\\w-]+)`).exec(text)?.[1]).filter((link) => link !== undefined);
      return links.at(-1);
    },
    { withinMs },
  );
}

const askForLink = async (email: string) => {
  const form = await openForm({ web, path: "/forgot", mark: 'name="email"' });
  return await sendForm(form, { email });
};

test("a forgotten password: one answer for all, a link that works once, and a login with the new one", async () => {
  const { email, password } = await givenMember();
  const known = await askForLink(email);
  const unknown = await askForLink(newEmail());
  expect([known.status, await textIn(known)]).toEqual([unknown.status, await textIn(unknown)]);
  const path = await linkIn(email, "/reset");
  const weak = await sendForm(await openForm({ web, path, mark: 'name="password"' }), { password: "short" });
  expect([weak.status, await textIn(weak)]).toEqual([400, expect.stringContaining("Make it longer")]);
  const form = await openForm({ web, path, mark: 'name="password"' });
  const saved = await sendForm(form, { password: newPassword });
  expect([saved.status, saved.headers.get("location"), sessionCookieLine(saved)]).toEqual([303, "/reset/done", undefined]);
  expect(await textIn(await look("/reset/done"))).toContain("Your password is changed");
  expect((await look(path)).status).toBe(410);
  expect((await sendForm(form, { password: `${newPassword} again` })).headers.get("location")).toBe(path);
  expect((await postLogin(web, { email, password })).status).toBe(401);
  expect(await logInCookie(web, { email, password: newPassword })).toContain("session");
});

test.each(["/reset", "/confirm", "/undo"])("a forged link to %s answers 410 with a page that says what to do", async (path) => {
  const reply = await look(`${path}/${"A".repeat(114)}`);
  expect([reply.status, await textIn(reply)]).toEqual([410, expect.stringContaining("This link does not work")]);
});

test("a changed password keeps this browser logged in under a new id, and no other", async () => {
  const member = await givenMember();
  const [here, elsewhere] = [await logInCookie(web, member), await logInCookie(web, member)];
  const form = await openForm({ web, path: "/settings/password", mark: 'name="password"', cookie: here });
  const saved = await sendForm(form, { password: newPassword }, { cookie: here });
  expect([saved.status, saved.headers.get("location")]).toEqual([303, "/settings/password?saved=yes"]);
  const line = sessionCookieLine(saved) ?? "";
  const now = line.slice(0, line.indexOf(";"));
  const opens = async (cookie: string) => (await look("/settings", cookie)).status;
  expect([await opens(here), await opens(elsewhere), await opens(now)]).toEqual([307, 307, 200]);
});

test("a changed address: confirmed at the new one, announced at the old one, taken back there", { timeout: 120_000 }, async () => {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  const to = newEmail();
  const form = await openForm({ web, path: "/settings/email", mark: 'name="email"', cookie });
  const asked = await sendForm(form, { email: to }, { cookie });
  expect([asked.status, await textIn(asked)]).toEqual([200, expect.stringContaining(`A link was mailed to ${to}`)]);
  const confirm = await linkIn(to, "/confirm");
  const confirmed = await sendForm(await openForm({ web, path: confirm, mark: "Use this address" }), {}, { cookie });
  expect(confirmed.headers.get("location")).toBe("/confirm/done");
  expect(await textIn(await look("/settings", cookie))).toContain(to);
  const undo = await linkIn(member.email, "/undo");
  expect((await look(undo)).status).toBe(200);
  const undone = await sendForm(await openForm({ web, path: undo, mark: "Give the account back" }));
  expect(undone.headers.get("location")).toBe("/undo/done");
  expect((await look("/settings", cookie)).status).toBe(307);
  expect((await look(await linkIn(member.email, "/reset"))).status).toBe(200);
});

test("an address that somebody has is answered like a free one", async () => {
  const [member, holder] = [await givenMember(), await givenMember()];
  const cookie = await logInCookie(web, member);
  const answerTo = async (email: string) => {
    const form = await openForm({ web, path: "/settings/email", mark: 'name="email"', cookie });
    const reply = await sendForm(form, { email }, { cookie });
    // The page says until which minute the link works.
    return [reply.status, (await textIn(reply)).replaceAll(email, "it").replace(/\d+:\d\d/g, "then")];
  };
  const free = await answerTo(newEmail());
  expect(await answerTo(holder.email)).toEqual(free);
});

test("contact details are kept, shown as text, and refused with 400 when they are no plain text", async () => {
  const cookie = await logInCookie(web, await givenMember());
  const send = async (fields: Record<string, string>) =>
    await sendForm(await openForm({ web, path: "/settings/contact", mark: 'name="phone"', cookie }), fields, { cookie });
  expect((await send({ name: "<b>Ada</b>", phone: "" })).status).toBe(200);
  const shown = await (await look("/settings", cookie)).text();
  expect(shown).toContain("&lt;b&gt;Ada&lt;/b&gt;");
  for (const name of ["Ada \u202Enoryb", "Ada\u0007"]) expect((await send({ name, phone: "" })).status).toBe(400);
});

test("a year after joining, the first page asks whether it is still right, until it is said", async () => {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  const home = async () => await textIn(await look("/home", cookie));
  expect(await home()).not.toContain("Is this still how we reach you?");
  await transaction({ kind: "member", accountId: member.accountId }, (tx) =>
    tx.execute(sql`insert into contacts (account_id, confirmed_at) values (${member.accountId}, now() - interval '366 days')`),
  );
  expect(await home()).toContain("Is this still how we reach you?");
  await sendForm(await openForm({ web, path: "/home", mark: "Still right", cookie }), {}, { cookie });
  expect(await home()).not.toContain("Is this still how we reach you?");
});

const takeCopy = (cookie: string, headers: Record<string, string> = { origin: web }) =>
  fetch(`${web}/settings/data/export`, { method: "POST", headers: { ...headers, ...(cookie ? { cookie } : {}) }, redirect: "manual" });

test("a copy of one's data is a file that no cache keeps, for its owner alone, and only from our own page", async () => {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  const reply = await takeCopy(cookie);
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-disposition")).toMatch(/^attachment; filename="holdfast-export-\d{4}-\d\d-\d\d\.json"$/);
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(await reply.json()).toMatchObject({ format: "holdfast-export", account: { id: member.accountId, email: member.email } });
  expect((await takeCopy("")).status).toBe(401);
  expect((await takeCopy(cookie, {})).status).toBe(403);
  expect((await takeCopy(cookie, { origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await look("/settings/data/export", cookie)).status).toBe(405);
});

const staleProof = (accountId: string) =>
  transaction({ kind: "claimed", accountId }, (tx) =>
    tx.execute(sql`update sessions set proved_at = now() - interval '6 minutes' where account_id = ${accountId}`),
  );

test.each(["/settings/password", "/settings/email", "/settings/data"])("%s asks for a fresh proof first", async (path) => {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  await staleProof(member.accountId);
  const reply = await look(path, cookie);
  expect([reply.status, reply.headers.get("location")]).toEqual([307, `/login/verify?next=${encodeURIComponent(path)}`]);
});

test("forms that were open while the proof grew old change nothing: password, address, copy, deletion", async () => {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  const open = (path: string, mark: string) => openForm({ web, path, mark, cookie });
  const forms: { form: OpenForm; fields: Record<string, string> }[] = [
    { form: await open("/settings/password", 'name="password"'), fields: { password: newPassword } },
    { form: await open("/settings/email", 'name="email"'), fields: { email: newEmail() } },
    { form: await open("/settings/data", 'name="email"'), fields: { email: member.email } },
  ];
  await staleProof(member.accountId);
  for (const { form, fields } of forms) {
    expect((await sendForm(form, fields, { cookie })).headers.get("location")).toContain("/login/verify?next=");
  }
  expect((await takeCopy(cookie)).headers.get("location")).toBe("/login/verify?next=%2Fsettings%2Fdata");
  expect(await logInCookie(web, member)).toContain("session");
});

test("a deleted account is gone within moments: told by mail, logged out, nameless, and free to be invited again", {
  timeout: 120_000,
}, async () => {
  const member = await givenMember();
  const { accountId, email } = member;
  const cookie = await logInCookie(web, member);
  const page = await textIn(await look("/settings/data", cookie));
  for (const part of [
    "It cannot be taken back",
    "What is erased",
    "What the law of billing has us keep",
    "Nothing: you were never billed.",
  ])
    expect(page).toContain(part);
  const form = await openForm({ web, path: "/settings/data", mark: 'name="email"', cookie });
  const mistyped = await sendForm(form, { email: "someone@example.org" }, { cookie });
  expect([mistyped.status, await textIn(mistyped)]).toEqual([400, expect.stringContaining("Nothing was deleted.")]);
  const deleted = await sendForm(form, { email }, { cookie });
  expect([deleted.status, deleted.headers.get("location")]).toEqual([303, "/erased"]);
  expect(sessionCookieLine(deleted)).toContain("Max-Age=0");
  expect((await look("/settings", cookie)).status).toBe(307);
  const erased = await waitFor(
    "the account has no address any more",
    async () => {
      const account = await transaction(host, (tx) => findAccount(tx, accountId));
      return account?.email === `erased-${accountId}@erased.invalid` ? account : null;
    },
    { withinMs },
  );
  expect(erased.state).toBe("erased");
  const subjects = (await outside.mailTo(email)).map(({ subject }) => subject);
  expect(subjects).toContain("Your Holdfast account is being deleted");
  expect((await postLogin(web, member)).status).toBe(401);
  expect(await inviteSomeone(host, email)).toMatchObject({ email });
});

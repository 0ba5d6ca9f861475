import { globSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { readFactors } from "@/lib/factors/read-factors";
import { textOf } from "@/scripts/demo/visitor";
import { root } from "@/scripts/root";
import { givenAppMember } from "@/tests/support/factor-member";
import { givenMember } from "@/tests/support/members";
import { appCode } from "@/tests/support/one-time-codes";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, openForm, postLogin, sendForm, sessionCookieLine } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);

const appForm = "Code from your authenticator app";
const recoveryForm = "Use this recovery code";
const read = async (response: Response) => textOf({ url: response.url, status: response.status, html: await response.text() });
const get = (path: string, cookie: string) => fetch(`${web}${path}`, { headers: { cookie }, redirect: "manual" });
const cookieOf = (response: Response) => (sessionCookieLine(response) ?? "").split(";", 1)[0] ?? "";
const verify = (next: string) => `/login/verify?next=${encodeURIComponent(next)}`;

async function enter(cookie: string, mark: string, code: string, next = "/home"): Promise<Response> {
  return await sendForm(await openForm({ web, path: verify(next), mark, cookie }), { code }, { cookie });
}

/** A member with an app, and a browser that has logged in with both factors. */
async function givenLogin() {
  const member = await givenAppMember();
  const entered = await enter(await logInCookie(web, member), appForm, appCode(member.secret));
  await forgetCodes(member.accountId);
  return { ...member, cookie: cookieOf(entered) };
}

const forgetCodes = (accountId: string) =>
  transaction({ kind: "member", accountId }, (tx) =>
    tx.execute(sql`update totp_secrets set last_step = 0 where account_id = ${accountId}`),
  );

/** As if the last proof of every session had been shown ten minutes earlier. */
const ageProofs = (accountId: string) =>
  transaction({ kind: "member", accountId }, (tx) =>
    tx.execute(sql`update sessions set proved_at = proved_at - interval '10 minutes' where account_id = ${accountId}`),
  );

/** The address of every page behind the login, with an id where it takes one. */
const pages = globSync("app/(member)/**/page.tsx", { cwd: root }).map(
  (file) =>
    `/${file
      .replace(join("app", "(member)"), "")
      .replace(/^\/|\/page\.tsx$/g, "")
      .replaceAll(/\[\w+\]/g, "018f0000-0000-7000-8000-000000000000")}`,
);

describe("a session that has shown the password alone", () => {
  let pendingCookie: Promise<string> | null = null;
  test.each(pages)("does not reach %s", async (path) => {
    pendingCookie ??= givenAppMember().then((member) => logInCookie(web, member));
    const cookie = await pendingCookie;
    expect((await get(path, cookie)).headers.get("location")).toBe(verify(path));
  });

  test("is nobody's to next-auth's session route, and to the routes that passkeys are made by", async () => {
    const cookie = await logInCookie(web, await givenAppMember());
    expect(await (await get("/api/auth/session", cookie)).json()).toEqual({});
    const enrol = await fetch(`${web}/api/passkeys/enrol`, { method: "POST", headers: { cookie, origin: web } });
    expect(enrol.status).toBe(403);
  });

  test("runs no action: a form of a full session, sent with its cookie, leads to the verification page", async () => {
    const { cookie: full, ...member } = await givenLogin();
    const form = await openForm({ web, path: "/billing", mark: "Continue to payment", cookie: full });
    const pending = await logInCookie(web, member);
    expect((await sendForm(form, {}, { cookie: pending })).headers.get("location")).toMatch(/^\/login\/verify/);
  });

  test("can enrol no factor, also with a set-up that a full session was given", async () => {
    const { cookie: full, ...member } = await givenLogin();
    const form = await openForm({ web, path: "/settings/security/authenticator", mark: "Add this app", cookie: full });
    const uri = form.fields.find(([name]) => name === "uri")?.[1] ?? "";
    const code = appCode(new URL(uri).searchParams.get("secret") ?? "");
    const pending = await logInCookie(web, member);
    expect((await sendForm(form, { code }, { cookie: pending })).headers.get("location")).toMatch(/^\/login\/verify/);
    expect((await readFactors(member.accountId)).factors).toHaveLength(1);
    await sendForm(form, { code }, { cookie: full });
    expect((await readFactors(member.accountId)).factors).toHaveLength(2);
  });

  test("may start over", async () => {
    const cookie = await logInCookie(web, await givenAppMember());
    const form = await openForm({ web, path: verify("/home"), mark: "Start over", cookie });
    expect((await sendForm(form, {}, { cookie })).headers.get("location")).toBe("/login");
    expect((await get(verify("/home"), cookie)).headers.get("location")).toBe("/login?next=%2Fhome");
  });
});

test("the code leads on to where the login was going, under a new session; the old cookie and the code are spent", async () => {
  const member = await givenAppMember();
  const login = await postLogin(web, { ...member, next: "/settings" });
  expect(login.headers.get("location")).toBe(verify("/settings"));
  const code = appCode(member.secret);
  const entered = await enter(cookieOf(login), appForm, code, "/settings");
  expect(entered.headers.get("location")).toBe("/settings");
  expect((await get("/settings", cookieOf(entered))).status).toBe(200);
  expect((await get("/settings", cookieOf(login))).headers.get("location")).toBe("/login?next=%2Fsettings");
  const again = await enter(await logInCookie(web, member), appForm, code);
  expect(again.status).toBe(401);
  expect(await read(again)).toContain("This code is not right, or was used before.");
});

test("wrong, used and foreign codes get one answer, which does not repeat them", async () => {
  const [member, other] = [await givenAppMember(), await givenAppMember()];
  const [used = "", foreign = ""] = [member.codes[0], other.codes[0]];
  await enter(await logInCookie(web, member), recoveryForm, used);
  const cookie = await logInCookie(web, member);
  for (const [form, code] of [
    [recoveryForm, used],
    [recoveryForm, foreign],
    [appForm, appCode(other.secret)],
  ] as const) {
    const refused = await enter(cookie, form, code);
    expect(refused.status).toBe(401);
    const html = await refused.text();
    expect(html).toContain("This code is not right, or was used before.");
    expect(html).not.toContain(`value="${code}"`);
  }
});

test("a recovery code opens a login in the place of the app", async () => {
  const member = await givenAppMember();
  const entered = await enter(await logInCookie(web, member), recoveryForm, member.codes[3] ?? "");
  expect(entered.headers.get("location")).toBe("/home");
  const page = await read(await get("/settings/security", cookieOf(entered)));
  expect(page).toContain("9 of 10 unused");
});

test("the verification page never leads to another site", async () => {
  const member = await givenAppMember();
  const entered = await enter(await logInCookie(web, member), appForm, appCode(member.secret), "//elsewhere.example/");
  expect(entered.headers.get("location")).toBe("/home");
});

test("without scripts an app is enrolled by its first code; a wrong one keeps the key; ten recovery codes come with it", async () => {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  const path = "/settings/security/authenticator";
  const form = await openForm({ web, path, mark: "Add this app", cookie });
  const uri = form.fields.find(([name]) => name === "uri")?.[1] ?? "";
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  const wrong = await sendForm(form, { code: "12" }, { cookie });
  expect(wrong.status).toBe(401);
  expect((await wrong.text()).replaceAll("&amp;", "&")).toContain(uri);
  const added = await sendForm(form, { code: appCode(secret), name: "Phone" }, { cookie });
  expect(new Set((await added.text()).match(/([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}(?=<)/g)).size).toBe(10);
  expect((await get("/settings", cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
  expect(await read(await get("/settings/security", cookieOf(added)))).toContain("Phone");
});

describe("a proof that is older than five minutes", () => {
  test("opens no page for a sensitive act, and runs none; the password is enough where there is no factor", async () => {
    const member = await givenMember();
    const cookie = await logInCookie(web, member);
    await ageProofs(member.accountId);
    const path = "/settings/security/authenticator";
    expect((await get(path, cookie)).headers.get("location")).toBe(verify(path));
    const form = await openForm({ web, path: verify(path), mark: 'name="password"', cookie });
    expect((await sendForm(form, { password: "not the password" }, { cookie })).status).toBe(401);
    const proved = await sendForm(form, { password: member.password }, { cookie });
    expect(proved.headers.get("location")).toBe(path);
    expect((await get(path, cookieOf(proved))).status).toBe(200);
    expect((await get("/home", cookie)).headers.get("location")).toBe("/login?next=%2Fhome");
  });

  test("takes off no factor", async () => {
    const { accountId, cookie } = await givenLogin();
    const [factor] = (await readFactors(accountId)).factors;
    const path = `/settings/security/${factor?.id}`;
    const form = await openForm({ web, path, mark: "Remove it", cookie });
    await ageProofs(accountId);
    expect((await sendForm(form, {}, { cookie })).headers.get("location")).toMatch(/^\/login\/verify/);
    expect((await readFactors(accountId)).factors).toHaveLength(1);
  });

  test("makes no new recovery codes", async () => {
    const { accountId, cookie, codes, secret } = await givenLogin();
    const form = await openForm({ web, path: "/settings/security/recovery-codes", mark: "Make new codes", cookie });
    await ageProofs(accountId);
    expect((await sendForm(form, {}, { cookie })).headers.get("location")).toMatch(/^\/login\/verify/);
    const proved = await enter(cookie, appForm, appCode(secret), "/settings/security/recovery-codes");
    const made = await sendForm(form, {}, { cookie: cookieOf(proved) });
    const html = await made.text();
    expect(html).toContain("I have kept them");
    expect(html).not.toContain(codes[0]);
  });
});

test("another member's factor has no page: 404, as for a missing one", async () => {
  const { cookie } = await givenLogin();
  const other = await givenAppMember();
  const [theirs] = (await readFactors(other.accountId)).factors;
  for (const id of [theirs?.id, "018f0000-0000-7000-8000-000000000000", "no-id"])
    expect((await get(`/settings/security/${id}`, cookie)).status).toBe(404);
});

test("whoever has no factor is told so at home, and is not once there is one", async () => {
  const nudge = "Add a passkey or an authenticator app";
  expect(await read(await get("/home", await logInCookie(web, await givenMember())))).toContain(nudge);
  expect(await read(await get("/home", (await givenLogin()).cookie))).not.toContain(nudge);
});

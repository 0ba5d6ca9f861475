import { decode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { type Tx, transaction } from "@/db/client";
import { insertConnection } from "@/db/queries/connections";
import { blockedUntil, countAttempt } from "@/db/queries/throttles";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { later, now, secondMs } from "@/lib/base/clock";
import { textOf } from "@/scripts/demo/visitor";
import { givenMember, newEmail } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, postLogin, sessionCookieLine } from "@/tests/support/post-form";
import { worldCookieSecret } from "@/tests/support/session-cookie";
import { givenStaff } from "@/tests/support/staff";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);

const read = async (response: Response) => textOf({ url: response.url, status: response.status, html: await response.text() });

test("the right password leads home, or to the page that asked for the login", async () => {
  const member = await givenMember();
  expect((await postLogin(web, member)).headers.get("location")).toBe("/home");
  const asked = await fetch(`${web}/settings`, { redirect: "manual" });
  expect(asked.headers.get("location")).toBe("/login?next=%2Fsettings");
  expect((await postLogin(web, { ...member, next: "/settings" })).headers.get("location")).toBe("/settings");
});

test("who is staff and no member is led to staff's pages, and once a platform is connected to home", async () => {
  const owner = await givenStaff("owner");
  const leadsTo = async (next?: string) => (await postLogin(web, { ...owner, ...(next ? { next } : {}) })).headers.get("location");
  expect([await leadsTo(), await leadsTo("/settings")]).toEqual(["/operator", "/settings"]);
  const anHourOn = later(now(), 3_600 * secondMs);
  const connect = (tx: Tx) => insertConnection(tx, owner.accountId, "field-nation", anHourOn);
  await transaction({ kind: "member", accountId: owner.accountId }, connect);
  expect(await leadsTo()).toBe("/home");
});

test("a login never leads to another site", async () => {
  const member = await givenMember();
  for (const next of ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/.//elsewhere.example"]) {
    expect((await postLogin(web, { ...member, next })).headers.get("location")).toBe("/home");
  }
});

test("the cookie is bound to this host, out of scripts' reach, and holds a session's id and nothing else", async () => {
  const line = sessionCookieLine(await postLogin(web, await givenMember())) ?? "";
  const [pair = "", ...attributes] = line.split("; ");
  expect(attributes.map((attribute) => attribute.replace(/^Expires=.*/, "Expires")).toSorted()).toEqual([
    "Expires",
    "HttpOnly",
    "Max-Age=43200",
    "Path=/",
    "SameSite=lax",
    "Secure",
  ]);
  const secret = await worldCookieSecret();
  const token = (await decode({ token: pair.slice(pair.indexOf("=") + 1), secret })) ?? {};
  expect(Object.keys(token).toSorted()).toEqual(["exp", "iat", "jti", "sid"]);
  expect(Number(token.exp) - Number(token.iat)).toBe(43_200);
});

test("a wrong password and an unknown address get the same answer: 401, and the address is still in its field", async () => {
  const { email } = await givenMember();
  const [wrong, unknown] = await Promise.all([
    postLogin(web, { email, password: "not the password" }),
    postLogin(web, { email: newEmail(), password: "not the password" }),
  ]);
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const html = await wrong.text();
  expect(html).toContain(`value="${email}"`);
  expect(html).not.toContain("not the password");
  expect(html).toContain("E-mail address or password is wrong.");
  expect(await read(unknown)).toContain("E-mail address or password is wrong.");
});

test("an empty form says at each field what is missing", async () => {
  const response = await postLogin(web, { email: "", password: "" });
  expect(response.status).toBe(400);
  const text = await read(response);
  expect(text).toContain("Enter your e-mail address.");
  expect(text).toContain("Enter your password.");
});

test("after several failures an account has to wait, and is told for how long", async () => {
  const { email } = await givenMember();
  let last = await postLogin(web, { email, password: "wrong" });
  for (let attempt = 0; attempt < 14 && last.status !== 429; attempt += 1) last = await postLogin(web, { email, password: "wrong" });
  expect(last.status).toBe(429);
  expect(await read(last)).toMatch(/Too many attempts\. Try again in \d+ (seconds|minutes)\./);
});

test("no header that a client can write moves its failures to another network", async () => {
  const counted = async (address: string) => {
    const client = { address, userAgent: null, deviceSecret: "" };
    const key = bucketsFor("login", { client }).find((bucket) => bucket.key.includes(":network:"))?.key ?? "";
    return (await transaction({ kind: "visitor" }, (tx) => blockedUntil(tx, key))) !== null;
  };
  const forged = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "X-Holdfast-Address"];
  for (const [index, header] of forged.entries()) {
    const address = `203.0.113.${index + 1}`;
    const value = header === "Forwarded" ? `for=${address}` : address;
    const answer = await postLogin(web, { email: newEmail(), password: "wrong" }, { headers: { [header]: value } });
    expect(answer.status).toBe(401);
    expect(await counted(address)).toBe(false);
  }
  expect((await counted("127.0.0.1")) || (await counted("::1"))).toBe(true);
});

/** Leaves an account as strangers do who have guessed at it for some minutes until now, whatever the pace of this machine. */
async function guessForMinutes(accountId: string): Promise<void> {
  const client = { address: "192.0.2.1", userAgent: null, deviceSecret: "" };
  const bucket = bucketsFor("login", { client, accountId }).find(({ key }) => key.includes(":account:"));
  if (!bucket) throw new Error("logins are not counted by account");
  let at = later(now(), -250 * secondMs);
  for (let guess = 0; guess < 14; guess += 1) {
    const until = await transaction({ kind: "visitor" }, (tx) => countAttempt(tx, bucket.key, bucket.pace, at));
    if (until && until > at) at = until;
  }
}

test("an account under attack stays open to the browser that its owner has used before", async () => {
  const member = await givenMember();
  const device = (await postLogin(web, member)).headers.getSetCookie().find((line) => line.startsWith("__Host-holdfast-device="));
  const cookie = device?.slice(0, device.indexOf(";")) ?? "";
  expect(cookie).not.toBe("");
  await guessForMinutes(member.accountId);
  expect((await postLogin(web, member)).status).toBe(429);
  expect((await postLogin(web, member, { cookie })).headers.get("location")).toBe("/home");
});

test("whoever is logged in is led on from the login page", async () => {
  const cookie = await logInCookie(web, await givenMember());
  const response = await fetch(`${web}/login?next=/settings`, { headers: { cookie }, redirect: "manual" });
  expect(response.headers.get("location")).toBe("/settings");
});

/** next-auth's own sign-in: its token first, then the post. */
async function signIn(login: { email: string; password: string }): Promise<Response> {
  const first = await fetch(`${web}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const cookie = first.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  return await fetch(`${web}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { origin: web, cookie },
    body: new URLSearchParams({ csrfToken, email: login.email, password: login.password, callbackUrl: `${web}/settings` }),
    redirect: "manual",
  });
}

test("next-auth's own sign-in opens the same kind of session", async () => {
  const response = await signIn(await givenMember());
  expect(response.headers.get("location")).toBe(`${web}/settings`);
  const cookie = (sessionCookieLine(response) ?? "").split(";", 1)[0] ?? "";
  expect((await fetch(`${web}/settings`, { headers: { cookie }, redirect: "manual" })).status).toBe(200);
});

test("next-auth's own sign-in is under the same throttle, and its refusals are shown on the login page", async () => {
  const { email } = await givenMember();
  const first = await signIn({ email, password: "wrong" });
  expect(sessionCookieLine(first)).toBeUndefined();
  for (let attempt = 0; attempt < 8; attempt += 1) await signIn({ email, password: "wrong" });
  const refused = await fetch((await signIn({ email, password: "wrong" })).headers.get("location") ?? "");
  expect(new URL(refused.url).pathname).toBe("/login");
  expect(await read(refused)).toContain("Too many attempts.");
});

test("next-auth's log route, by which anybody could write into ours, is not there; nor is a sign-in by a link", async () => {
  expect((await fetch(`${web}/api/auth/_log`, { method: "POST", headers: { origin: web } })).status).toBe(404);
  expect((await fetch(`${web}/api/auth/callback/credentials`)).status).toBe(404);
});

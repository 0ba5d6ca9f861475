import { sql } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { endSession } from "@/lib/accounts/end-session";
import { givenMember } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, type OpenForm, openForm, postLogin, sendForm, sessionCookieLine } from "@/tests/support/post-form";
import { world } from "@/tests/support/world";

const { web, settings } = world();
beforeAll(useWorldSettings);

interface LoggedIn {
  cookie: string;
  accountId: string;
  sessionId: string;
  login: { email: string; password: string };
}

async function givenLogin(): Promise<LoggedIn> {
  const member = await givenMember();
  const cookie = await logInCookie(web, member);
  const token = await decode({ token: cookie.slice(cookie.indexOf("=") + 1), secret: settings.web.NEXTAUTH_SECRET ?? "" });
  return { cookie, accountId: member.accountId, sessionId: String(token?.sid), login: member };
}

const as = (accountId: string) => ({ kind: "member", accountId }) as const;

/** Sets the session's row back, as if that much time had passed since. */
async function age({ accountId, sessionId }: LoggedIn, column: "seen_at" | "expires_at", minutes: number): Promise<void> {
  await transaction(as(accountId), (tx) =>
    tx.execute(
      sql`update sessions set ${sql.raw(column)} = ${sql.raw(column)} - make_interval(mins => ${minutes}) where id = ${sessionId}`,
    ),
  );
}

async function seenAt({ accountId, sessionId }: LoggedIn): Promise<string | undefined> {
  const [row] = await transaction(as(accountId), (tx) =>
    tx.execute<{ at: string }>(sql`select seen_at::text as at from sessions where id = ${sessionId}`),
  );
  return row?.at;
}

const page = (cookie: string, headers: Record<string, string> = {}) =>
  fetch(`${web}/settings`, { headers: { cookie, ...headers }, redirect: "manual" });
const ask = async (cookie: string) => (await fetch(`${web}/api/auth/session`, { headers: { cookie } })).json();

/** Where a session that should be dead still opens something: nowhere, one hopes. */
async function opens(cookie: string, form: OpenForm): Promise<string[]> {
  const opened: string[] = [];
  if ((await page(cookie)).headers.get("location") !== "/login?next=%2Fsettings") opened.push("page");
  if (JSON.stringify(await ask(cookie)) !== "{}") opened.push("handler");
  const posted = await sendForm(form, {}, { cookie });
  if (!posted.headers.get("location")?.startsWith("/login")) opened.push(`action: ${posted.status}`);
  return opened;
}

test("a living session opens pages, and next-auth's session route knows whose it is", async () => {
  const login = await givenLogin();
  expect((await page(login.cookie)).status).toBe(200);
  expect(await ask(login.cookie)).toMatchObject({ user: { email: login.login.email } });
});

const deaths: [string, (login: LoggedIn) => Promise<void>][] = [
  ["idle for 31 minutes", (login) => age(login, "seen_at", 31)],
  ["older than twelve hours, though in use", (login) => age(login, "expires_at", 12 * 60)],
  ["revoked", (login) => endSession(login.sessionId, "reported")],
  ["replaced by a new login of the same browser", async (login) => void (await postLogin(web, login.login, { cookie: login.cookie }))],
];

describe.each(deaths)("a session %s", (_, die) => {
  test("is dead in pages, actions and handlers at its next request", async () => {
    const login = await givenLogin();
    const form = await openForm({ web, path: "/billing", mark: "Continue to payment", cookie: login.cookie });
    await die(login);
    expect(await opens(login.cookie, form)).toEqual([]);
  });
});

test("opening a page puts the idle end off; what a page does by itself does not", async () => {
  const login = await givenLogin();
  await age(login, "seen_at", 20);
  const before = await seenAt(login);
  await page(login.cookie, { rsc: "1", "next-router-prefetch": "1" });
  await page(login.cookie, { accept: "text/event-stream" });
  await page(login.cookie, { "sec-purpose": "prefetch", "sec-fetch-dest": "document" });
  await page(login.cookie, { "sec-fetch-dest": "empty" });
  await ask(login.cookie);
  expect(await seenAt(login)).toBe(before);
  await page(login.cookie, { "sec-fetch-dest": "document" });
  expect(await seenAt(login)).not.toBe(before);
});

test("a cookie that this service did not make opens nothing", async () => {
  const { cookie } = await givenLogin();
  for (const forged of ["__Host-holdfast-session=x", `${cookie.slice(0, -4)}AAAA`, "__Host-holdfast-session=a.b.c.d.e"]) {
    expect((await page(forged)).headers.get("location")).toBe("/login?next=%2Fsettings");
    expect(await ask(forged)).toEqual({});
  }
});

test("logging out ends the session on the server: a copy of the cookie is worth nothing", async () => {
  const { cookie } = await givenLogin();
  const response = await sendForm(await openForm({ web, path: "/settings", mark: "Log out", cookie }), {}, { cookie });
  expect(response.headers.get("location")).toBe("/login");
  expect(sessionCookieLine(response)).toMatch(/^__Host-holdfast-session=;.*Max-Age=0/);
  expect((await page(cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
  expect(await ask(cookie)).toEqual({});
});

test("next-auth's own sign-out ends it too", async () => {
  const { cookie } = await givenLogin();
  const first = await fetch(`${web}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const csrf = first.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  await fetch(`${web}/api/auth/signout`, {
    method: "POST",
    headers: { origin: web, cookie: [cookie, ...csrf].join("; ") },
    body: new URLSearchParams({ csrfToken }),
    redirect: "manual",
  });
  expect((await page(cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
});

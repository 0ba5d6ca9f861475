import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { endSession } from "@/lib/accounts/end-session";
import { setRole } from "@/lib/accounts/set-role";
import { outsideOf } from "@/scripts/demo/outside";
import { givenMember, host } from "@/tests/support/members";
import { useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, type OpenForm, openForm, postLogin, sendForm, sessionCookieLine } from "@/tests/support/post-form";
import { sessionIdIn } from "@/tests/support/session-cookie";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const { web } = world();
beforeAll(useWorldSettings);

interface LoggedIn {
  cookie: string;
  accountId: string;
  sessionId: string;
  login: { email: string; password: string };
}

async function givenLogin(of?: LoggedIn): Promise<LoggedIn> {
  const member = of ? { ...of.login, accountId: of.accountId } : await givenMember();
  const cookie = await logInCookie(web, member);
  return { cookie, accountId: member.accountId, sessionId: await sessionIdIn(cookie), login: member };
}

const as = (accountId: string) => ({ kind: "member", accountId }) as const;

/** Sets the session's row back, as if that much time had passed since. */
async function age({ accountId, sessionId }: LoggedIn, column: "seen_at" | "expires_at" | "proved_at", minutes: number): Promise<void> {
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

/** The browser drops the pages that it keeps; its cookies are dealt with one by one. */
const forgetting = '"cache", "storage"';

test("logging out ends the session on the server: a copy of the cookie is worth nothing", async () => {
  const { cookie } = await givenLogin();
  const response = await sendForm(await openForm({ web, path: "/settings", mark: "Log out", cookie }), {}, { cookie });
  expect(response.headers.get("location")).toBe("/login");
  expect(sessionCookieLine(response)).toMatch(/^__Host-holdfast-session=;.*Max-Age=0/);
  expect(response.headers.get("clear-site-data")).toBe(forgetting);
  expect(response.headers.getSetCookie().some((line) => line.startsWith("__Host-holdfast-device="))).toBe(false);
  expect((await page(cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
  expect(await ask(cookie)).toEqual({});
});

test("next-auth's own sign-out ends it too", async () => {
  const { cookie } = await givenLogin();
  const first = await fetch(`${web}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const csrf = first.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  const response = await fetch(`${web}/api/auth/signout`, {
    method: "POST",
    headers: { origin: web, cookie: [cookie, ...csrf].join("; ") },
    body: new URLSearchParams({ csrfToken }),
    redirect: "manual",
  });
  expect(response.headers.get("clear-site-data")).toBe(forgetting);
  expect((await page(cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
});

test("no other answer has the browser forget anything", async () => {
  const { cookie } = await givenLogin();
  for (const path of ["/settings", "/api/auth/session", "/login"])
    expect((await fetch(`${web}${path}`, { headers: { cookie }, redirect: "manual" })).headers.get("clear-site-data")).toBeNull();
});

test("the cookie of whoever asks to be kept signed in lasts 30 days; staff who ask get the ordinary one", async () => {
  const form = await openForm({ web, path: "/login", mark: 'name="password"' });
  const member = await givenMember();
  const longest = async ({ email, password }: { email: string; password: string }, fields = {}) =>
    /Max-Age=(\d+)/.exec(sessionCookieLine(await sendForm(form, { email, password, ...fields })) ?? "")?.[1];
  expect(await longest(member)).toBe("43200");
  expect(await longest(member, { remember: "on" })).toBe("2592000");
  await setRole(host, member.accountId, "auditor");
  expect(await longest(member, { remember: "on" })).toBe("43200");
});

test("what the warning before the end is drawn from puts nothing off, and tells nobody else anything", async () => {
  const login = await givenLogin();
  await age(login, "seen_at", 20);
  const asked = (cookie: string) => fetch(`${web}/api/session`, { headers: { cookie, "sec-fetch-dest": "empty" } });
  const first = await (await asked(login.cookie)).json();
  expect(first).toMatchObject({ canStay: true });
  expect(first.secondsLeft).toBeGreaterThan(580);
  expect(first.secondsLeft).toBeLessThanOrEqual(600);
  await age(login, "seen_at", 10);
  expect((await asked(login.cookie)).status).toBe(401);
  expect((await asked("")).status).toBe(401);
});

const listed = (cookie: string) => openForm({ web, path: "/settings/sessions", mark: "This device", cookie });

test("the list of devices ends one session, without JavaScript", async () => {
  const here = await givenLogin();
  const there = await givenLogin(here);
  const response = await sendForm(await listed(here.cookie), { end: there.sessionId }, { cookie: here.cookie });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("That device is logged out.");
  expect((await page(there.cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
  expect((await page(here.cookie)).status).toBe(200);
});

test("the list of devices ends all others at once, and none of anybody else's", async () => {
  const here = await givenLogin();
  const others = [await givenLogin(here), await givenLogin(here)];
  const stranger = await givenLogin();
  await sendForm(await listed(here.cookie), { others: "all" }, { cookie: here.cookie });
  for (const { cookie } of others) expect((await page(cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
  for (const { cookie } of [here, stranger]) expect((await page(cookie)).status).toBe(200);
});

test("another account's session is answered as one that does not exist, whether it is to be ended or reported", async () => {
  const here = await givenLogin();
  const stranger = await givenLogin();
  const form = await listed(here.cookie);
  for (const verb of ["end", "report"]) {
    const answers = [stranger.sessionId, crypto.randomUUID()].map(async (id) => {
      const response = await sendForm(form, { [verb]: id }, { cookie: here.cookie });
      return [response.status, (await response.text()).includes("This does not exist, or is not yours.")];
    });
    expect(await Promise.all(answers)).toEqual([
      [404, true],
      [404, true],
    ]);
  }
  expect((await page(stranger.cookie)).status).toBe(200);
});

test("ending sessions needs a proof of the last five minutes: without it the form leads to the verification page and ends nothing", async () => {
  const here = await givenLogin();
  const there = await givenLogin(here);
  const form = await listed(here.cookie);
  await age(here, "proved_at", 6);
  const response = await sendForm(form, { others: "all" }, { cookie: here.cookie });
  expect(response.headers.get("location")).toBe("/login/verify?next=%2Fsettings%2Fsessions");
  expect((await page(there.cookie)).status).toBe(200);
});

test("the link in the mail about a new device: opening it changes nothing, its button ends every session, and then it is dead", async () => {
  const login = await givenLogin();
  const path = await waitFor(
    "the mail about a new device",
    async () => {
      const mail = (await outsideOf(world()).mailTo(login.login.email)).find(({ text }) => text.includes("/not-me/"));
      return mail?.text.match(/\/not-me\/[\w-]+/)?.[0];
      // Other suites have the same worker tell a house full of staff about their incidents.
    },
    { withinMs: 30_000 },
  );
  const opened = await fetch(`${web}${path}`);
  expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining("Was this login not you?")]);
  expect((await page(login.cookie)).status).toBe(200);

  const form = await openForm({ web, path, mark: "This was not me" });
  expect((await sendForm(form)).headers.get("location")).toBe("/not-me/done");
  expect((await page(login.cookie)).headers.get("location")).toBe("/login?next=%2Fsettings");
  expect(await (await fetch(`${web}/not-me/done`)).text()).toContain('href="/forgot"');

  expect((await sendForm(form)).headers.get("location")).toBe(path);
  for (const dead of [path, `${path.slice(0, -2)}AA`, "/not-me/x"]) {
    const response = await fetch(`${web}${dead}`);
    expect([response.status, await response.text()]).toEqual([410, expect.stringContaining("This link does not work")]);
  }
});

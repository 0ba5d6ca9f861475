import { afterAll, beforeAll, expect, test } from "vitest";
import { givenMember } from "@/tests/support/members";
import { type OwnWeb, startOwnWeb, useWorldSettings } from "@/tests/support/own-web";
import { logInCookie, postLogin } from "@/tests/support/post-form";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

/** A web whose database does not answer. */
let web: OwnWeb;
let cookie: string;
beforeAll(async () => {
  useWorldSettings();
  cookie = await logInCookie(world().web, await givenMember());
  web = await startOwnWeb({ WEB_DATABASE_URL: "postgres://holdfast_web:nothing@127.0.0.1:9/nothing" });
}, 60_000);
afterAll(() => web?.stop());

test("a failure is a page that says so, with every security header, and nothing but redacted lines of the log", async () => {
  const response = await fetch(`${web.url}/settings`, { headers: { cookie } });
  expect(response.status).toBe(500);
  expect(response.headers.get("content-security-policy")).toContain("nonce-");
  const page = await response.text();
  expect(page).toContain("<noscript><h1>Something went wrong</h1>");
  expect(page).not.toMatch(/ at .*\.(m?js|ts):\d|ECONNREFUSED/);
  await waitFor("the failure is in the log", () => web.output().includes('"event":"request failed"'));
  const lines = web.output().trimEnd().split("\n");
  expect(lines.filter((line) => !line.startsWith('{"at":'))).toEqual([]);
  expect(lines.join()).toContain('"route":"/settings"');
});

test("what a person typed is in no line of it", async () => {
  const response = await postLogin(web.url, { email: "typed-into-a-failure@example.org", password: "typed into a failure" });
  expect(response.status).toBe(500);
  expect(web.output()).not.toMatch(/typed.into/);
});

test("a database that does not answer does not end a session: next-auth's route fails, and leaves the cookie", async () => {
  const response = await fetch(`${web.url}/api/auth/session`, { headers: { cookie } });
  expect(response.status).toBe(500);
  expect(response.headers.getSetCookie()).toEqual([]);
});

test("it says that it lives, and that it is not ready", async () => {
  expect((await fetch(`${web.url}/api/health/live`)).status).toBe(200);
  expect((await fetch(`${web.url}/api/health/ready`)).status).toBe(503);
});

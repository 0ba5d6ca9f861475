import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adapterFor } from "@/lib/platforms/adapters";
import { serviceChannel } from "@/lib/platforms/service-channel/adapter";
import { openSandbox, type TestSandbox } from "@/tests/support/sandbox";

/** What is ServiceChannel's own; what every adapter has to do stands in conformance.test.ts. */
const login = { kind: "password", username: "member@example.org", password: "platform-password" } as const;
const client = { clientId: "test-client", clientSecret: "test-secret", callsPerMinute: 60 };
let sandbox: TestSandbox;
let userId: number;

beforeAll(async () => {
  sandbox = await openSandbox();
  const { kind: _, ...user } = login;
  userId = (await sandbox.control<{ id: number }>("POST", "/__users", user)).id;
});
afterAll(() => sandbox.close());

const hostOf = (url: string) => new URL(url).host;
const calls = async () =>
  (await sandbox.control<{ platform: { calls: { platform: string }[] } }>("GET", "/__world")).platform.calls.map(
    ({ platform }) => platform,
  );

test("a seat is refused without a call, because the platform has none", async () => {
  const before = await calls();
  const seat = { kind: "seat", token: "a-token", actingUserId: String(userId) } as const;
  await expect(adapterFor("service-channel")?.logIn(seat)).rejects.toMatchObject({ kind: "login_refused" });
  expect(await calls()).toEqual(before);
});

test("a client that the platform does not know is the operator's fault: the member's login is not called wrong", async () => {
  const settings = { ...client, host: hostOf(sandbox.serviceChannel), authority: readFileSync(sandbox.ca, "utf8") };
  const stranger = serviceChannel({ ...settings, clientSecret: "another" });
  await expect(stranger.logIn(login)).rejects.toMatchObject({ kind: "changed_shape" });
});

test("the password goes to the login's host, and only the token to the other", async () => {
  const settings = { ...client, host: hostOf(sandbox.serviceChannel), authority: readFileSync(sandbox.ca, "utf8") };
  // Field Nation's port knows no such path: that the login got as far shows where each half went.
  const split = serviceChannel({ ...settings, apiHost: hostOf(sandbox.platform) });
  const before = (await calls()).length;
  await expect(split.logIn(login)).rejects.toMatchObject({ name: "PlatformError" });
  expect((await calls()).slice(before)).toEqual(["service-channel"]);
  expect(split.host).toBe(hostOf(sandbox.serviceChannel));
});

test("an order that its buyer assigns is not listed: this wire has no way to ask for one", async () => {
  const put = { to: userId, kind: "request" };
  const { id } = await sandbox.control<{ id: number }>("POST", "/__offers", put);
  const session = await adapterFor("service-channel")?.logIn(login);
  expect((await session?.listOffers({ withText: false }))?.map(({ externalId }) => externalId)).not.toContain(String(id));
});

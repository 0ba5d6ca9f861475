import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adapterFor } from "@/lib/platforms/adapters";
import type { PlatformAdapter } from "@/lib/platforms/contract";
import { fieldNation } from "@/lib/platforms/field-nation/adapter";
import { openSandbox, type TestSandbox } from "@/tests/support/sandbox";

const known = { username: "member@example.org", password: "platform-password" };
const login = { kind: "password", ...known } as const;
const start = "2026-12-01T15:00:00Z";
let sandbox: TestSandbox;
let adapter: PlatformAdapter;
let userId: number;

beforeAll(async () => {
  sandbox = await openSandbox();
  userId = (await sandbox.control<{ id: number }>("POST", "/__users", known)).id;
  const found = adapterFor("field-nation");
  if (!found) throw new Error("the platform is not set up");
  adapter = found;
});
afterAll(() => sandbox.close());

const offer = (more: object = {}) =>
  sandbox.control<{ id: number; markers: string[] }>("POST", "/__offers", { kind: "routed", to: userId, start, ...more });
const fault = (name: string, more: object = {}) => sandbox.control("POST", "/__faults", { target: "platform", fault: name, ...more });

test("an order is listed as window, pay, distance and kind, and nothing else of it gets through", async () => {
  const { id, markers } = await offer({ hours: 2, payCents: 20_000, distanceMiles: 12, timeZone: "America/Chicago" });
  const listed = await (await adapter.logIn(login)).listOffers();
  const one = listed.find((it) => it.externalId === String(id));
  expect(one).toEqual({
    externalId: String(id),
    windowStart: new Date(start),
    windowEnd: new Date("2026-12-01T17:00:00Z"),
    timeZone: "America/Chicago",
    payCents: 20_000,
    distanceMiles: 12,
    type: expect.any(String),
    kind: "routed",
  });
  for (const marker of markers) expect(JSON.stringify(listed)).not.toContain(marker);
});

test.each(["string", "object"])("local times come as a %s, and the window is the same", async (localShape) => {
  const { id } = await offer({ hours: 3, payType: "hourly", payCents: 15_000, mode: "between", localShape });
  const listed = await (await adapter.logIn(login)).listOffers();
  const one = listed.find((it) => it.externalId === String(id));
  expect(one).toMatchObject({ windowStart: new Date(start), windowEnd: new Date("2026-12-01T21:00:00Z"), payCents: 15_000 });
});

test("an order is unassigned, then accepted, then ours; another login sees that it is someone else's", async () => {
  const other = { username: "other@example.org", password: "platform-password-2" };
  await sandbox.control("POST", "/__users", other);
  const { id } = await offer();
  const session = await adapter.logIn(login);
  expect(await session.readOrder(String(id))).toMatchObject({ assignment: "unassigned" });
  expect(await session.acceptRouted(String(id))).toBe("accepted");
  expect(await session.acceptRouted(String(id))).toBe("accepted");
  expect(await session.readOrder(String(id))).toMatchObject({ assignment: "ours", windowStart: new Date(start) });
  const rival = await adapter.logIn({ kind: "password", ...other });
  expect(["someone_else", "gone"]).toContain((await rival.readOrder(String(id))).assignment);
  expect(await session.readOrder("999999")).toEqual({ assignment: "gone" });
});

describe("what goes wrong is told apart", () => {
  test("a rival was faster: taken, which is no login error", async () => {
    const session = await adapter.logIn(login);
    const { id } = await offer();
    await fault("rival_wins", { on: "assignee" });
    expect(await session.acceptRouted(String(id))).toBe("taken");
  });

  test.each([
    ["expired_401", "login_expired"],
    ["login_html", "login_expired"],
    ["rate_limited", "rate_limited"],
    ["unavailable_503", "unavailable"],
    ["changed_shape", "changed_shape"],
  ])("%s while listing is %s", async (name, kind) => {
    const session = await adapter.logIn(login);
    await fault(name, { on: "list", retryAfterSeconds: 7 });
    await expect(session.listOffers()).rejects.toMatchObject({ kind });
  });

  test("a conflict is a conflict; a lost answer proves nothing, although the order is ours", async () => {
    const session = await adapter.logIn(login);
    const { id } = await offer();
    await fault("conflict_refresh", { on: "assignee" });
    expect(await session.acceptRouted(String(id))).toBe("conflict");
    await fault("commit_then_timeout", { on: "assignee", delayMs: 50 });
    await expect(session.acceptRouted(String(id))).rejects.toMatchObject({ kind: "unavailable" });
    expect(await session.readOrder(String(id))).toMatchObject({ assignment: "ours" });
  });

  test("a wrong password is refused, and says so", async () => {
    await expect(adapter.logIn({ ...login, password: "wrong" })).rejects.toMatchObject({ kind: "login_refused" });
  });
});

test("nothing is sent to a platform whose certificate another authority signed", async () => {
  const settings = { host: adapter.host, clientId: "x", clientSecret: "x", callsPerMinute: 60 };
  const impostor = fieldNation({ ...settings, authority: null });
  await expect(impostor.logIn(login)).rejects.toMatchObject({ kind: "unavailable" });
  expect(readFileSync(sandbox.ca, "utf8")).toContain("CERTIFICATE");
});

import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import * as outbound from "@/lib/outbound/fetch";
import { adapterFor } from "@/lib/platforms/adapters";
import type { PlatformAdapter, PlatformSession } from "@/lib/platforms/contract";
import { fieldNation } from "@/lib/platforms/field-nation/adapter";
import { type PlatformId, platformIds } from "@/lib/platforms/ids";
import { serviceChannel } from "@/lib/platforms/service-channel/adapter";
import { granted } from "@/tests/domain/support/granted-tokens";
import { rawLog } from "@/tests/support/log-watch";
import { openSandbox, type TestSandbox } from "@/tests/support/sandbox";

vi.mock("@/sandbox/platform/sessions", async (original) => {
  const { watchGrants } = await import("@/tests/domain/support/granted-tokens");
  return watchGrants(await original());
});

const makers = { "field-nation": fieldNation, "service-channel": serviceChannel } satisfies Record<PlatformId, unknown>;
const start = "2026-12-01T15:00:00Z";
let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.control("DELETE", "/__faults"));

type Fault = { on?: string; times?: number; delayMs?: number; retryAfterSeconds?: number };
const fault = (name: string, more: Fault = {}) => sandbox.control("POST", "/__faults", { target: "platform", fault: name, ...more });
const addUser = (username: string, password: string) => sandbox.control<{ id: number }>("POST", "/__users", { username, password });

describe.each(platformIds)("the adapter of %s", (platform) => {
  const login = { kind: "password", username: `${platform}@example.org`, password: `password-of-${platform}` } as const;
  let adapter: PlatformAdapter;
  let userId: number;

  beforeAll(async () => {
    userId = (await addUser(login.username, login.password)).id;
    const found = adapterFor(platform);
    if (!found) throw new Error("the platform is not set up");
    adapter = found;
  });

  async function offer(more: object = {}) {
    const put = { kind: "routed", to: userId, start, ...more };
    const { id, markers } = await sandbox.control<{ id: number; markers: string[] }>("POST", "/__offers", put);
    return { id: String(id), markers };
  }
  const listedBy = async (session: PlatformSession, id: string) =>
    (await session.listOffers({ withText: false })).find((one) => one.externalId === id);

  describe("logging in", () => {
    test("works, and says whose login it is and until when", async () => {
      const session = await adapter.logIn(login);
      expect(adapter.platform).toBe(platform);
      expect(session.userId).toBe(String(userId));
      expect(session.expiresAt.getTime() - Date.now()).toBeGreaterThan(300_000);
      expect(session.expiresAt.getTime() - Date.now()).toBeLessThan(3_600_000);
    });

    test("with a wrong password is refused, and says so", async () => {
      await expect(adapter.logIn({ ...login, password: "wrong" })).rejects.toMatchObject({ kind: "login_refused" });
    });

    test.each([
      ["rate_limited", "rate_limited"],
      ["unavailable_503", "unavailable"],
      ["timeout", "unavailable"],
    ])("that meets %s is %s, which says nothing of the login", async (name, kind) => {
      await fault(name, { on: "token", delayMs: 20 });
      await expect(adapter.logIn(login)).rejects.toMatchObject({ kind });
    });

    test("sends nothing to a platform whose certificate another authority signed", async () => {
      const settings = { host: adapter.host, clientId: "x", clientSecret: "x", callsPerMinute: 60, authority: null };
      await expect(makers[platform](settings).logIn(login)).rejects.toMatchObject({ kind: "unavailable" });
      expect(readFileSync(sandbox.ca, "utf8")).toContain("CERTIFICATE");
    });

    test("with a client that the platform does not know gives no session, whatever the password", async () => {
      const settings = { host: adapter.host, clientId: "x", clientSecret: "x", callsPerMinute: 60 };
      const stranger = makers[platform]({ ...settings, authority: readFileSync(sandbox.ca, "utf8") });
      await expect(stranger.logIn(login)).rejects.toMatchObject({ name: "PlatformError" });
    });
  });

  describe("a list", () => {
    test("has an offer's window, pay, distance and kind, and nothing else of it", async () => {
      const { id, markers } = await offer({ hours: 2, payCents: 20_050, distanceMiles: 12, timeZone: "America/Chicago" });
      const offers = await (await adapter.logIn(login)).listOffers({ withText: false });
      const one = offers.find(({ externalId }) => externalId === id);
      expect(one).toEqual({
        externalId: id,
        windowStart: new Date(start),
        windowEnd: new Date("2026-12-01T17:00:00Z"),
        timeZone: "America/Chicago",
        payCents: 20_050,
        pay: { kind: "fixed", rateCents: 20_050 },
        hours: 2,
        text: null,
        distanceMiles: one?.distanceMiles === null ? null : 12,
        type: "Point of Sale",
        kind: "routed",
      });
      expect(markers).toHaveLength(20);
      expect(JSON.stringify(offers)).not.toContain("HFM-");
    });

    test.each([
      ["the first of two half past ones", "2026-11-01T06:30:00Z", 1, "2026-11-01T07:30:00Z"],
      ["the second of two half past ones", "2026-11-01T07:30:00Z", 1, "2026-11-01T08:30:00Z"],
      ["over an hour that is left out", "2027-03-14T07:30:00Z", 2, "2027-03-14T09:30:00Z"],
      ["with a window of several hours", "2026-11-01T05:00:00Z", 3, "2026-11-01T11:00:00Z", "between"],
    ])("gives the window in UTC, with the zone: %s", async (_, from, hours, until, mode = "exact") => {
      const { id } = await offer({ start: from, hours, mode, timeZone: "America/Chicago" });
      const one = await listedBy(await adapter.logIn(login), id);
      expect(one).toMatchObject({ windowStart: new Date(from), windowEnd: new Date(until), timeZone: "America/Chicago" });
    });

    test.each([
      ["2027-03-14T02:30", "a time that the clocks leave out", "2027-03-14T08:30:00Z"],
      ["2027-03-14T01:30", "the hour before", "2027-03-14T07:30:00Z"],
      ["2027-03-14T03:30", "the hour after", "2027-03-14T08:30:00Z"],
      ["2026-11-01T01:30", "the first of two half past ones", "2026-11-01T06:30:00Z"],
    ])("gives the instant of %s, %s", async (startLocal, _, from) => {
      const { id } = await offer({ start: undefined, startLocal, hours: 1, timeZone: "America/Chicago" });
      const windowStart = new Date(from);
      const windowEnd = new Date(windowStart.getTime() + 3_600_000);
      expect(await listedBy(await adapter.logIn(login), id)).toMatchObject({ windowStart, windowEnd });
    });

    test("of several pages is read whole, each offer once", async () => {
      const reader = { ...login, username: `pages-${login.username}` };
      const { id: to } = await addUser(reader.username, reader.password);
      const put = await Promise.all(Array.from({ length: 120 }, () => offer({ to })));
      const ids = (await (await adapter.logIn(reader)).listOffers({ withText: false })).map(({ externalId }) => externalId);
      expect(ids.toSorted()).toEqual(put.map(({ id }) => id).toSorted());
    });

    test("leaves out what is somebody else's", async () => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      await fault("rival_wins", { on: "assignee" });
      await session.acceptRouted(id);
      expect(await listedBy(session, id)).toBeUndefined();
    });
  });

  test("words come only where they are asked for, and the platform is not asked for them otherwise", async () => {
    const { id, markers } = await offer();
    const [title] = markers;
    const session = await adapter.logIn(login);
    const asked = vi.spyOn(outbound, "outboundFetch");
    const plain = await listedBy(session, id);
    const words = asked.mock.calls.map(([, url]) => decodeURIComponent(String(url))).join(" ");
    asked.mockRestore();
    expect(plain?.text).toBeNull();
    expect(words).toContain("workorders");
    expect(words).not.toMatch(/title|description/i);
    const told = (await session.listOffers({ withText: true })).find((one) => one.externalId === id);
    expect(told?.text).toContain(title?.toLowerCase());
    expect(told).toEqual({ ...plain, text: told?.text });
  });

  describe("accepting", () => {
    test("an order makes it ours, the same again is the same, and nobody else can have it", async () => {
      const other = { ...login, username: `other-${login.username}` };
      await addUser(other.username, other.password);
      const { id } = await offer({ to: null });
      const [session, rival] = [await adapter.logIn(login), await adapter.logIn(other)];
      const window = { windowStart: new Date(start), windowEnd: new Date("2026-12-01T17:00:00Z"), timeZone: "America/Chicago" };
      expect(await session.readOrder(id)).toMatchObject({ assignment: "unassigned", requestedByUs: null, ...window });
      expect(await session.acceptRouted(id)).toBe("accepted");
      expect(await session.acceptRouted(id)).toBe("accepted");
      expect(await session.readOrder(id)).toEqual({ assignment: "ours", ...window });
      expect(await rival.acceptRouted(id)).toBe("taken");
      expect(["someone_else", "gone"]).toContain((await rival.readOrder(id)).assignment);
    });

    test.each(["rival_wins", "taken_401"])("after a rival (%s) is taken, and the login is well", async (name) => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      await fault(name, { on: "assignee" });
      expect(await session.acceptRouted(id)).toBe("taken");
      await expect(session.listOffers({ withText: false })).resolves.toBeInstanceOf(Array);
    });

    test.each(["conflict_refresh", "conflict_fix_input"])("that meets %s is a conflict", async (name) => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      await fault(name, { on: "assignee" });
      expect(await session.acceptRouted(id)).toBe("conflict");
    });

    test.each([
      ["commit_then_timeout", "ours"],
      ["timeout", "unassigned"],
      ["unavailable_503", "unassigned"],
    ])("that gets no answer (%s) proves nothing: read back, the order is %s", async (name, assignment) => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      await fault(name, { on: "assignee", delayMs: 20 });
      await expect(session.acceptRouted(id)).rejects.toMatchObject({ kind: "unavailable" });
      expect(await session.readOrder(id)).toMatchObject({ assignment });
    });

    test("that is answered with a page proves nothing either", async () => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      await fault("login_page", { on: "assignee" });
      expect(await session.acceptRouted(id)).toBe("unknown");
    });

    test("an order that does not exist is taken, and read it is gone", async () => {
      const session = await adapter.logIn(login);
      expect(await session.acceptRouted("999999")).toBe("taken");
      expect(await session.readOrder("999999")).toEqual({ assignment: "gone" });
    });
  });

  describe("what goes wrong is told apart", () => {
    const calls = {
      list: (session: PlatformSession) => session.listOffers({ withText: false }),
      read: (session: PlatformSession, id: string) => session.readOrder(id),
      assignee: (session: PlatformSession, id: string) => session.acceptRouted(id),
    };
    const meets = async (on: keyof typeof calls, name: string) => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      await fault(name, { on, retryAfterSeconds: 7, delayMs: 20 });
      return await calls[on](session, id).then(String, (thrown: unknown) => thrown);
    };

    test.each([
      ["list", "expired_401"],
      ["list", "login_html"],
      ["list", "login_page"],
      ["read", "expired_401"],
      ["read", "login_html"],
      ["read", "login_page"],
      ["assignee", "expired_401"],
      ["assignee", "login_html"],
    ] as const)("%s, after the login has ended (%s), is login_expired", async (on, name) => {
      expect(await meets(on, name)).toMatchObject({ kind: "login_expired" });
    });

    test("a login that has ended works again after logging in anew", async () => {
      const session = await adapter.logIn(login);
      await fault("expired_401", { on: "list" });
      await expect(session.listOffers({ withText: false })).rejects.toMatchObject({ kind: "login_expired" });
      await expect(session.listOffers({ withText: false })).rejects.toMatchObject({ kind: "login_expired" });
      await expect((await adapter.logIn(login)).listOffers({ withText: false })).resolves.toBeInstanceOf(Array);
    });

    test.each(["list", "read", "assignee"] as const)("%s at the limit says for how long", async (on) => {
      const thrown = (await meets(on, "rate_limited")) as { kind: string; retryAfterSeconds: number };
      expect(thrown.kind).toBe("rate_limited");
      expect(thrown.retryAfterSeconds).toBeGreaterThan(4);
      expect(thrown.retryAfterSeconds).toBeLessThanOrEqual(7);
    });

    test.each(["list", "read"] as const)("%s in a changed shape fails closed", async (on) => {
      expect(await meets(on, "changed_shape")).toMatchObject({ kind: "changed_shape" });
    });

    test("a part that nobody announced is no trouble, and none of it is kept", async () => {
      const { id } = await offer();
      const session = await adapter.logIn(login);
      const known = [await session.listOffers({ withText: true }), await session.readOrder(id)];
      for (const on of ["list", "read"]) await fault("unknown_field", { on });
      expect([await session.listOffers({ withText: true }), await session.readOrder(id)]).toEqual(known);
    });

    test("and no marker, token, password or client secret is in an error or a line of the log", async () => {
      const { markers } = await offer();
      const thrown: unknown[] = [await adapter.logIn({ ...login, password: "a-wrong-password" }).catch((error: unknown) => error)];
      for (const name of ["expired_401", "login_html", "login_page", "rate_limited", "unavailable_503", "timeout", "changed_shape"]) {
        thrown.push(await meets("list", name), await meets("read", name));
        if (name !== "changed_shape") thrown.push(await meets("assignee", name));
      }
      for (const name of ["taken_401", "conflict_refresh", "commit_then_timeout"]) thrown.push(await meets("assignee", name));
      expect(thrown.filter((one) => one instanceof Error).length).toBeGreaterThan(18);
      const told = `${inspect(thrown, { depth: null, showHidden: true })} ${rawLog()}`;
      expect(told).toContain("platform not reached");
      const secrets = [...markers, "HFM-", ...granted, login.password, "a-wrong-password", "test-secret"];
      expect(granted.length).toBeGreaterThan(20);
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    });
  });
});

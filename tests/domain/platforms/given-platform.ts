import { afterAll, afterEach, beforeAll } from "vitest";
import { adapterFor } from "@/lib/platforms/adapters";
import type { PlatformAdapter, PlatformSession, WorkWindow } from "@/lib/platforms/contract";
import type { PlatformId } from "@/lib/platforms/ids";
import { openSandbox, type TestSandbox } from "@/tests/support/sandbox";

/** Where an order that is put up without saying more lies. */
export const window: WorkWindow = {
  windowStart: new Date("2026-12-01T15:00:00Z"),
  windowEnd: new Date("2026-12-01T17:00:00Z"),
  timeZone: "America/Chicago",
};

export function adapterOf(platform: PlatformId): PlatformAdapter {
  const adapter = adapterFor(platform);
  if (!adapter) throw new Error("the platform is not set up");
  return adapter;
}

/** The platforms of one test file, and what a test does at them besides calling the adapter. */
export function givenPlatforms() {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control("DELETE", "/__faults"));

  return {
    member: async (platform: PlatformId, name = "member") => {
      const login = { username: `${name}-of-${platform}@example.org`, password: "a long password" };
      const { id } = await sandbox.control<{ id: number }>("POST", "/__users", login);
      return { id, session: await adapterOf(platform).logIn({ kind: "password", ...login }) };
    },
    putUp: async (more: object = {}) => {
      const offer = { start: window.windowStart.toISOString(), ...more };
      return String((await sandbox.control<{ id: number }>("POST", "/__offers", offer)).id);
    },
    act: (id: string, what: object) => sandbox.control("POST", `/__orders/${id}`, what),
    fault: (fault: string, on: string) => sandbox.control("POST", "/__faults", { target: "platform", fault, on, delayMs: 20 }),
    orders: async <Order extends { id: number }>() =>
      (await sandbox.control<{ platform: { orders: Order[] } }>("GET", "/__world")).platform.orders,
  };
}

export const offered = async (session: PlatformSession, id: string) =>
  (await session.listOffers({ withText: false })).find(({ externalId }) => externalId === id);

import { afterAll } from "vitest";
import type { RulesRow } from "@/db/queries/rules";
import { setMode } from "@/lib/connections/set-mode";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import type { PlatformId } from "@/lib/platforms/ids";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { givenStripe, subscribe, type TestStripe } from "@/tests/domain/billing/given-stripe";
import { givenConnection } from "@/tests/domain/support/given-connection";
import { asSuperuser } from "@/tests/support/superuser";

/** The outside world for one test file. Call it before anything reads the settings. */
export async function givenOutside() {
  const outside = await givenStripe();
  const database = asSuperuser();
  afterAll(() => database.end());
  return { outside, database };
}

const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 0, endMinute: 1_440 }));

/** A member for whom everything is set: plan, hours, rules, a working connection, automatic acceptance on. */
export async function givenReady(outside: TestStripe, rules: Partial<RulesRow> = {}, platform?: PlatformId) {
  const { accountId, connectionId, login } = await givenConnection(outside, platform);
  await saveSchedule(accountId, { timeZone: "America/Chicago", hours: always });
  await saveRules(accountId, { ...openRules, minimumPayCents: 10_000, maximumDistanceMiles: 30, unitsPerMonth: 20, ...rules });
  await subscribe(outside, accountId);
  await setMode(accountId, connectionId, "auto");
  return { accountId, connectionId, userId: login.userId };
}

/** Puts a routed order up for the member; `day` keeps orders of one test apart. */
export async function putUp(outside: TestStripe, userId: number, day = 1, more: object = {}) {
  const start = new Date(Date.UTC(2027, 2, day, 15)).toISOString();
  const offer = { kind: "routed", to: userId, start, hours: 2, payCents: 15_000, distanceMiles: 10, ...more };
  return await outside.control<{ id: number; markers: string[] }>("POST", "/__offers", offer);
}

/** Who the platform says has the order. */
export async function assigneeOf(outside: TestStripe, orderId: number): Promise<number | null> {
  const world = await outside.control<{ platform: { orders: { id: number; assigneeUserId: number | null }[] } }>("GET", "/__world");
  return world.platform.orders.find((order) => order.id === orderId)?.assigneeUserId ?? null;
}

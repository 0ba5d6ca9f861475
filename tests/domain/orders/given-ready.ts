import { afterAll } from "vitest";
import type { RulesRow } from "@/db/queries/rules";
import { type Mode, setMode } from "@/lib/connections/set-mode";
import { followAcceptance } from "@/lib/orders/follow-acceptance";
import { pollConnection } from "@/lib/orders/poll-connection";
import { pursueIntent } from "@/lib/orders/pursue-intent";
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

/** A member for whom everything is set: plan, hours, rules, a working connection, and what is done with offers that fit. */
export async function givenReady(outside: TestStripe, rules: Partial<RulesRow> = {}, platform?: PlatformId, mode: Mode = "auto") {
  const { accountId, connectionId, login } = await givenConnection(outside, platform);
  await saveSchedule(accountId, { timeZone: "America/Chicago", hours: always });
  await saveRules(accountId, { ...openRules, minimumPayCents: 10_000, maximumDistanceMiles: 30, unitsPerMonth: 20, ...rules });
  await subscribe(outside, accountId);
  await setMode(accountId, connectionId, mode);
  return { accountId, connectionId, userId: login.userId, login };
}

/** What a test does and asks about one member's orders, by the worker's own code. */
export function watching(
  database: ReturnType<typeof asSuperuser>,
  { accountId, connectionId }: { accountId: string; connectionId: string },
) {
  const intents = () =>
    database<
      { id: string; state: string; outcome: string | null }[]
    >`select id, state, outcome from intents where account_id = ${accountId} order by id`;
  return {
    /** Looks at the platform now, whenever the next look was due. */
    look: async () => {
      await database`update connections set next_poll_at = now() - interval '1 second', assigned_read_at = null where id = ${connectionId}`;
      await pollConnection(connectionId);
    },
    pursue: async () => {
      for (const { id } of await intents()) await pursueIntent(id);
    },
    follow: async () => {
      const due = await database<{ id: string }[]>`select id from acceptances where account_id = ${accountId} and next_look_at is not null`;
      for (const { id } of due) await followAcceptance(id);
    },
    intents,
    offers: () =>
      database<{ id: string; state: string }[]>`select id, state from offers where account_id = ${accountId} order by seen_at, id`,
    mails: async () =>
      (await database<{ template: string }[]>`select template from outbox where account_id = ${accountId} order by created_at, id`)
        .map(({ template }) => template)
        .filter((template) => /^(offer|work|accepted)/.test(template)),
    openHolds: async () => (await database`select 1 from holds where account_id = ${accountId} and released_at is null`).length,
    units: async () =>
      (await database<{ taken: number }[]>`select taken from unit_counts where account_id = ${accountId} and span = 'month'`).reduce(
        (sum, { taken }) => sum + taken,
        0,
      ),
    charges: async () => (await database`select 1 from charges where account_id = ${accountId}`).length,
  };
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

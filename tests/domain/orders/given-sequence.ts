import type { Sql } from "postgres";
import { vi } from "vitest";
import { dayMs, hourMs } from "@/lib/base/clock";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { setMode } from "@/lib/connections/set-mode";
import { decline } from "@/lib/orders/decline";
import { followAcceptance } from "@/lib/orders/follow-acceptance";
import { pause, resume } from "@/lib/orders/pause";
import { pollConnection } from "@/lib/orders/poll-connection";
import { pursueIntent } from "@/lib/orders/pursue-intent";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { withdrawRequest } from "@/lib/orders/withdraw-request";
import type { Doubles } from "@/scripts/prove/read-doubles";
import type { TestStripe } from "@/tests/domain/billing/given-stripe";
import { host } from "@/tests/support/members";

/** What may happen to a member's orders, one after the other or at once. Numbers choose among what is there. */
export type Event =
  | { does: "offer"; slot: number; hours: number; kind: "routed" | "request"; payCents: number }
  | { does: "look" | "pursue" | "follow" | "pause" | "resume" }
  | { does: "act"; which: number; act: "rival" | "cancel" | "assign" | "deny" | "expire-requests" }
  | { does: "move"; which: number; slot: number }
  | { does: "fault"; fault: string }
  | { does: "crash"; point: string }
  | { does: "take" | "decline" | "withdraw"; which: number }
  | { does: "mode"; mode: "auto" | "ask" }
  | { does: "pass"; hours: number };

/** A process that dies at a point: what it had committed stays, and nothing of the rest is done. */
export class Crashed extends Error {}

interface Member {
  accountId: string;
  connectionId: string;
  userId: number;
}

/** Carries out events about one member by the worker's and the pages' own code, and brings what is open to its end. */
export function sequenceOf(outside: TestStripe, database: Sql, { accountId, connectionId, userId }: Member) {
  const began = Date.now();
  const orders: number[] = [];
  /** A slot is half an hour, from three days ahead. */
  const startOf = (slot: number) => new Date(Math.ceil((began + 3 * dayMs) / dayMs) * dayMs + slot * 0.5 * hourMs).toISOString();
  const ids = async (rows: Promise<{ id: string }[]>) => (await rows).map(({ id }) => id);
  const offers = () => ids(database`select id from offers where account_id = ${accountId} order by seen_at, id`);
  const openIntents = () => ids(database`select id from intents where account_id = ${accountId} and settled_at is null order by id`);
  const followed = () => ids(database`select id from acceptances where account_id = ${accountId} and next_look_at is not null order by id`);
  const choose = <One>(from: One[], which: number): One | undefined => from[which % Math.max(1, from.length)];

  async function look() {
    await database`update connections set next_poll_at = null, assigned_read_at = null where id = ${connectionId}`;
    await pollConnection(connectionId);
  }

  async function pursue() {
    for (const id of await openIntents()) await pursueIntent(id);
  }

  async function follow() {
    for (const id of await followed()) {
      await database`update acceptances set next_look_at = ${new Date().toISOString()} where id = ${id} and next_look_at is not null`;
      await followAcceptance(id);
    }
  }

  /** A buyer or a rival; what they cannot do at that moment is refused to them. */
  async function act(which: number, body: object) {
    const order = choose(orders, which);
    if (order !== undefined) await outside.control("POST", `/__orders/${order}`, body).catch(() => undefined);
  }

  async function carryOut(event: Event, arm: (point: string) => void): Promise<unknown> {
    switch (event.does) {
      case "offer": {
        const { slot, hours, kind, payCents } = event;
        const { id } = await outside.control<{ id: number }>("POST", "/__offers", {
          to: userId,
          start: startOf(slot),
          hours,
          kind,
          payCents,
        });
        return orders.push(id);
      }
      case "look":
        return await look();
      case "pursue":
        return await pursue();
      case "follow":
        return await follow();
      case "act":
        return await act(event.which, event.act === "assign" || event.act === "deny" ? { act: event.act, userId } : { act: event.act });
      case "move":
        return await act(event.which, { act: "reschedule", start: startOf(event.slot) });
      case "fault":
        return await outside.control("POST", "/__faults", { target: "platform", fault: event.fault, delayMs: 20, retryAfterSeconds: 1 });
      case "crash":
        return arm(event.point);
      case "take":
        return await takeAnyway(accountId, choose(await offers(), event.which) ?? accountId);
      case "decline":
        return await decline(accountId, choose(await offers(), event.which) ?? accountId);
      case "withdraw":
        return await withdrawRequest(accountId, choose(await offers(), event.which) ?? accountId);
      case "mode":
        return await setMode(accountId, connectionId, event.mode);
      case "pause":
        return await pause(accountId, null);
      case "resume":
        return await resume(accountId);
      case "pass":
        return vi.setSystemTime(Date.now() + event.hours * hourMs);
    }
  }

  /**
   * The doubles grow calm, buyers deny what they have not decided, and the worker goes on until nothing is open. An order two months later,
   * in whose way nothing stands, has to be accepted whatever happened before.
   */
  async function settle() {
    await outside.control("DELETE", "/__faults");
    await permitPlatform(host, "field-nation");
    await resume(accountId);
    await setMode(accountId, connectionId, "auto");
    await outside.control("POST", "/__offers", { to: userId, start: startOf(60 * 48), hours: 1, payCents: 15_000 });
    for (let left = 16; left > 0; left -= 1) {
      await database`update platform_permits set paused_until = null`;
      await look();
      await pursue();
      await follow();
      if ((await openIntents()).length === 0) break;
      for (const [which] of orders.entries()) await act(which, { act: "deny", userId });
    }
    for (const id of await ids(database`select acceptance_id as id from charges where account_id = ${accountId} and state = 'due'`)) {
      await postCharge(id);
    }
    for (const id of await ids(database`select acceptance_id as id from credits where account_id = ${accountId} and state = 'due'`)) {
      await postCredit(id);
    }
    return { open: (await openIntents()).length, doubles: await outside.control<Doubles>("GET", "/__world") };
  }

  return { carryOut, settle };
}

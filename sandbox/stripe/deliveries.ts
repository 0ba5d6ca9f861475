import { createHmac } from "node:crypto";
import type { Fault, Faults } from "@/sandbox/base/faults";
import type { Store, Table } from "@/sandbox/base/store";
import type { StripeWorld } from "@/sandbox/stripe/world";

export interface Delivery {
  readonly eventId: string;
  readonly state: "waiting" | "delivered" | "dropped" | "given_up";
  readonly attempts: number;
  /** Wall time, in milliseconds since 1970. */
  readonly nextAt: number;
  readonly lastStatus: number | null;
  /** How often it must still arrive: 2 when a duplicate has been asked for. */
  readonly copies: number;
  /** Whether a webhook fault has had its say. */
  readonly judged: boolean;
  /** Whether it waits for another to arrive before it. */
  readonly held: boolean;
}

const maximumAttempts = 60;
const attemptMs = 10_000;

export const deliveriesTable = (store: Store): Table<Delivery> => store.table("stripe_deliveries");

/** Half a second, one, two, four … up to half a minute between attempts. */
export const backoffMs = (attempts: number) => Math.min(30_000, 500 * 2 ** Math.max(0, attempts - 1));

export function queueDelivery(store: Store, eventId: string) {
  deliveriesTable(store).put(eventId, {
    eventId,
    state: "waiting",
    attempts: 0,
    nextAt: 0,
    lastStatus: null,
    copies: 1,
    judged: false,
    held: false,
  });
}

/** `stripe-signature` for a payload, at a wall-clock second. */
export function signPayload(payload: string, secret: string, atSeconds: number) {
  const digest = createHmac("sha256", secret).update(`${atSeconds}.${payload}`).digest("hex");
  return `t=${atSeconds},v1=${digest}`;
}

export interface Deliverer {
  /** Looks for deliveries that are due. Call after every change. */
  wake(): void;
  close(): void;
}

/**
 * Delivers webhooks until a 2xx, each on its own schedule and in no promised order. What was waiting when the
 * process was killed is sent again at the next start, so a receiver may see an event twice.
 */
export function startDeliverer(world: StripeWorld, faults: Faults, webhookUrl: string | null): Deliverer {
  const table = deliveriesTable(world.store);
  const underway = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const closing = new AbortController();

  const wake = () => {
    if (closing.signal.aborted || webhookUrl === null) return;
    clearTimeout(timer);
    const waiting = table.all().filter((one) => one.state === "waiting" && !underway.has(one.eventId));
    for (const delivery of waiting) if (delivery.nextAt <= Date.now()) void attempt(delivery.eventId, webhookUrl);
    const next = Math.min(...waiting.filter((one) => one.nextAt > Date.now()).map((one) => one.nextAt));
    if (Number.isFinite(next)) timer = setTimeout(wake, Math.max(1, next - Date.now()));
  };

  const attempt = async (eventId: string, url: string) => {
    underway.add(eventId);
    try {
      const due = judge(eventId);
      if (due) settle(due, await post(url, eventId));
    } finally {
      underway.delete(eventId);
      wake();
    }
  };

  /** Lets a webhook fault act once on a delivery; null when it is not to be sent now. */
  const judge = (eventId: string): Delivery | null =>
    world.store.transact(() => {
      const delivery = table.get(eventId);
      const event = world.tables.events.get(eventId);
      if (!delivery || !event) return null;
      if (delivery.judged) return delivery;
      const fault = faults.take("webhook", ["drop", "duplicate", "delay", "reorder"], event.type);
      const judged = applyFault({ ...delivery, judged: true }, fault);
      table.put(eventId, judged);
      return judged.state === "waiting" && judged.nextAt <= Date.now() ? judged : null;
    });

  const post = async (url: string, eventId: string): Promise<number> => {
    const payload = JSON.stringify(world.tables.events.get(eventId));
    const signature = signPayload(payload, world.config.webhookSecret, Math.floor(Date.now() / 1000));
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": signature,
      "user-agent": "Stripe/1.0 (double)",
    };
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(attemptMs)]);
    try {
      const reply = await fetch(url, { method: "POST", headers, body: payload, redirect: "manual", signal });
      await reply.body?.cancel();
      return reply.status;
    } catch {
      return 0;
    }
  };

  const settle = (delivery: Delivery, status: number) => {
    if (closing.signal.aborted) return;
    const attempts = delivery.attempts + 1;
    const arrived = status >= 200 && status < 300;
    const copies = arrived ? delivery.copies - 1 : delivery.copies;
    const nextAt = arrived ? Date.now() : Date.now() + backoffMs(attempts);
    const state = copies === 0 ? "delivered" : attempts >= maximumAttempts ? "given_up" : "waiting";
    world.store.transact(() => {
      table.put(delivery.eventId, { ...delivery, state, attempts, copies, nextAt, lastStatus: status });
      if (arrived) {
        for (const one of table.all())
          if (one.held && one.eventId !== delivery.eventId) table.put(one.eventId, { ...one, held: false, nextAt: 0 });
      }
      const event = world.tables.events.get(delivery.eventId);
      if (event && state === "delivered") world.tables.events.put(event.id, { ...event, pending_webhooks: 0 });
    });
  };

  world.store.transact(() => {
    for (const one of table.all()) if (one.state === "waiting" && one.attempts > 0) table.put(one.eventId, { ...one, nextAt: 0 });
  });
  wake();
  return {
    wake,
    close: () => {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

function applyFault(delivery: Delivery, fault: Fault | null): Delivery {
  if (fault?.fault === "drop") return { ...delivery, state: "dropped" };
  if (fault?.fault === "duplicate") return { ...delivery, copies: 2 };
  if (fault?.fault === "delay") return { ...delivery, nextAt: Date.now() + (fault.delayMs ?? 5000) };
  if (fault?.fault === "reorder") return { ...delivery, held: true, nextAt: Date.now() + (fault.delayMs ?? 5000) };
  return delivery;
}

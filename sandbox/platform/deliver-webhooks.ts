import { createHmac } from "node:crypto";
import type { Fault, Faults } from "@/sandbox/base/faults";
import type { Store } from "@/sandbox/base/store";
import { type PlatformDelivery, platformDeliveriesTable, subscribe } from "@/sandbox/platform/webhook-events";

export interface PlatformWebhook {
  readonly url: string;
  readonly secret: string;
  /** How long after each failed attempt the next one follows; after the last, none does. */
  readonly delaysMs: readonly number[];
}

export interface PlatformDeliverer {
  /** Looks for deliveries that are due. Call after every change. */
  wake(): void;
  close(): void;
}

const attemptMs = 30_000;
const heldMs = 5_000;

/** `X-FN-Signature` of a body: HMAC-SHA256 over its bytes. */
const signatureOf = (body: string, secret: string) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/**
 * Delivers the platform's webhooks, each on its own schedule and in no promised order, until a 2xx, a 4xx or the last attempt. One that was
 * on its way when the process was killed is sent again at the next start, so a receiver may see it twice.
 * @param webhook null when nobody has asked to be told
 */
export function deliverWebhooks(store: Store, faults: Faults, webhook: PlatformWebhook | null): PlatformDeliverer {
  const table = platformDeliveriesTable(store);
  const underway = new Set<string>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  const wake = () => {
    if (closing.signal.aborted || webhook === null) return;
    clearTimeout(timer);
    const waiting = table.all().filter((one) => one.state === "waiting" && !underway.has(one.id));
    for (const { id, nextAt } of waiting) if (nextAt <= Date.now()) void attempt(id, webhook);
    const next = Math.min(...waiting.filter((one) => one.nextAt > Date.now()).map((one) => one.nextAt));
    if (Number.isFinite(next)) timer = setTimeout(wake, Math.max(1, next - Date.now()));
  };

  const attempt = async (id: string, to: PlatformWebhook) => {
    underway.add(id);
    try {
      const due = judge(id);
      if (due) settle(due, await post(due, to), to.delaysMs);
    } finally {
      underway.delete(id);
      wake();
    }
  };

  /** Lets a fault act once on a delivery; null when it is not to be sent now. */
  const judge = (id: string): PlatformDelivery | null =>
    store.transact(() => {
      const delivery = table.get(id);
      if (!delivery || delivery.judged) return delivery ?? null;
      const fault = faults.take("platform_webhook", ["drop", "duplicate", "delay", "reorder", "forge"], delivery.event);
      const judged = applyFault({ ...delivery, judged: true }, fault);
      table.put(id, judged);
      return judged.state === "waiting" && judged.nextAt <= Date.now() ? judged : null;
    });

  const post = async ({ id, attempts, body, forged }: PlatformDelivery, { url, secret }: PlatformWebhook): Promise<number> => {
    const headers = {
      "content-type": "application/json",
      "x-fn-signature": signatureOf(body, forged ? `${secret}-guessed` : secret),
      "x-fn-delivery-id": `${id}:${attempts + 1}`,
      "x-fn-request-timestamp": String(Date.now()),
    };
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(attemptMs)]);
    try {
      const reply = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
      await reply.body?.cancel();
      return reply.status;
    } catch {
      return 0;
    }
  };

  const settle = (delivery: PlatformDelivery, status: number, delaysMs: readonly number[]) => {
    if (closing.signal.aborted) return;
    const arrived = status >= 200 && status < 300;
    const attempts = delivery.attempts + 1;
    const copies = arrived ? delivery.copies - 1 : delivery.copies;
    const delayMs = arrived ? 0 : delaysMs[delivery.attempts];
    const refused = status >= 400 && status < 500;
    const state = copies === 0 ? "delivered" : refused ? "refused" : delayMs === undefined ? "given_up" : "waiting";
    store.transact(() => {
      table.put(delivery.id, { ...delivery, state, attempts, copies, lastStatus: status, nextAt: Date.now() + (delayMs ?? 0) });
      if (!arrived) return;
      for (const one of table.all()) if (one.held && one.id !== delivery.id) table.put(one.id, { ...one, held: false, nextAt: 0 });
    });
  };

  subscribe(store, webhook !== null);
  wake();
  return {
    wake,
    close: () => {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

function applyFault(delivery: PlatformDelivery, fault: Fault | null): PlatformDelivery {
  switch (fault?.fault) {
    case "drop":
      return { ...delivery, state: "dropped" };
    case "duplicate":
      return { ...delivery, copies: 2 };
    case "delay":
      return { ...delivery, nextAt: Date.now() + (fault.delayMs ?? 5_000) };
    case "reorder":
      return { ...delivery, held: true, nextAt: Date.now() + (fault.delayMs ?? heldMs) };
    case "forge":
      return { ...delivery, forged: true };
    default:
      return delivery;
  }
}

import { randomUUID } from "node:crypto";
import type { Store, Table } from "@/sandbox/base/store";
import type { Order } from "@/sandbox/platform/orders";
import { present } from "@/sandbox/platform/read-orders";

/** What the platform tells of. Where each name is known from stands in wire-webhook.ts. */
export const platformEvents = [
  "workorder.status.published",
  "workorder.routed",
  "workorder.status.assigned",
  "workorder.status.assigned_cancelled",
  "workorder.request_denied",
  "workorder.schedule_updated",
  "workorder.status.cancelled",
] as const;
export type PlatformEvent = (typeof platformEvents)[number];

export interface PlatformDelivery {
  readonly id: string;
  readonly event: PlatformEvent;
  readonly orderId: number;
  /** The body as it was when it happened: every attempt sends the same bytes. */
  readonly body: string;
  readonly state: "waiting" | "delivered" | "dropped" | "refused" | "given_up";
  readonly attempts: number;
  /** Wall time, in milliseconds since 1970. */
  readonly nextAt: number;
  readonly lastStatus: number | null;
  /** How often it must still arrive: 2 when a duplicate has been asked for. */
  readonly copies: number;
  /** Signed with a secret that is not ours. */
  readonly forged: boolean;
  /** Waits until a later one has arrived. */
  readonly held: boolean;
  /** Whether a fault has had its say. */
  readonly judged: boolean;
}

const kept = 1_000;

export const platformDeliveriesTable = (store: Store): Table<PlatformDelivery> => store.table("platform_deliveries");
const subscription = (store: Store) => store.table<{ active: boolean }>("platform_webhook");

/** Whether anybody has asked to be told. Without, nothing is recorded. */
export const subscribe = (store: Store, active: boolean) => subscription(store).put("webhook", { active });

/**
 * Records that something happened to an order, in the transaction in which it did. As on the real platform, the whole order goes with it.
 * @param userId whom it is for, or happened to; null is everyone who is offered the order
 */
export function tellOf(store: Store, name: PlatformEvent, order: Order, userId: number | null) {
  if (!subscription(store).get("webhook")?.active) return;
  const workorder = present(store, order);
  const told = {
    event: { name, params: { work_order_id: String(order.id), status_id: workorder.status.id } },
    timestamp: new Date().toISOString(),
    triggered_by_user: { id: 776 },
    user: userId === null ? null : { id: userId },
    workorder,
  };
  const table = platformDeliveriesTable(store);
  const id = randomUUID();
  const fresh = {
    state: "waiting",
    attempts: 0,
    nextAt: 0,
    lastStatus: null,
    copies: 1,
    forged: false,
    held: false,
    judged: false,
  } as const;
  table.put(id, { id, event: name, orderId: order.id, body: JSON.stringify(told), ...fresh });
  for (const [old] of table.entries().slice(0, -kept)) table.remove(old);
}

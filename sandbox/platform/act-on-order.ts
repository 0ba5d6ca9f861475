import { z } from "zod";
import type { Store } from "@/sandbox/base/store";
import { isFree, isOfferedTo, type Order, ordersTable } from "@/sandbox/platform/orders";
import { rivalUserId } from "@/sandbox/platform/play-faults";
import { settleRequests, standingRequest } from "@/sandbox/platform/requests";
import { type PlatformEvent, tellOf } from "@/sandbox/platform/webhook-events";

const userId = z.number().int().positive();

/** What an order's buyer, a rival, or a member by hand on the platform's own pages may do with it. */
export const orderAct = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("assign"), userId }),
  z.strictObject({ act: z.literal("deny"), userId }),
  z.strictObject({ act: z.literal("cancel") }),
  z.strictObject({ act: z.literal("reschedule"), start: z.iso.datetime(), hours: z.number().positive().max(100).optional() }),
  z.strictObject({
    act: z.literal("change"),
    payCents: z.number().int().min(0).max(10_000_000).optional(),
    distanceMiles: z.number().min(0).max(20_000).optional(),
  }),
  z.strictObject({ act: z.literal("expire-requests") }),
  z.strictObject({ act: z.literal("rival") }),
  z.strictObject({ act: z.literal("take"), userId }),
]);
export type OrderAct = z.infer<typeof orderAct>;

/** Does it, or says why it cannot be done. */
export function actOnOrder(store: Store, id: string, act: OrderAct): Order | { refused: string } {
  return store.transact(() => {
    const order = ordersTable(store).get(id);
    if (!order) return { refused: "there is no such order" };
    const after = apply(order, act);
    if ("refused" in after) return after;
    ordersTable(store).put(order.id, after);
    const event = eventOf[act.act];
    if (event) tellOf(store, event, after, whomOf(order, act));
    return after;
  });
}

const eventOf: Record<OrderAct["act"], PlatformEvent | null> = {
  assign: "workorder.status.assigned",
  deny: "workorder.request_denied",
  cancel: "workorder.status.cancelled",
  reschedule: "workorder.schedule_updated",
  change: null,
  "expire-requests": null,
  rival: "workorder.status.assigned",
  take: "workorder.status.assigned",
};

/** Whom an act concerns: whom it names, or else whoever has the order, or whom it was sent to. */
const whomOf = ({ assigneeUserId, toUserId }: Order, act: OrderAct) => ("userId" in act ? act.userId : (assigneeUserId ?? toUserId));

function apply(order: Order, act: OrderAct): Order | { refused: string } {
  if (order.cancelledAt) return { refused: "the order is cancelled" };
  switch (act.act) {
    case "assign":
      if (!isFree(order)) return { refused: "the order is assigned already" };
      if (!standingRequest(order, act.userId)) return { refused: "that user has no request that stands" };
      return {
        ...settleRequests(order, (one) => (one.userId === act.userId ? "granted" : "denied")),
        assigneeUserId: act.userId,
        subStatus: null,
      };
    case "deny":
      if (!standingRequest(order, act.userId)) return { refused: "that user has no request that stands" };
      return settleRequests(order, (one) => (one.userId === act.userId ? "denied" : null));
    case "cancel":
      return { ...settleRequests(order, () => "denied"), cancelledAt: new Date().toISOString() };
    case "reschedule":
      return { ...order, start: new Date(act.start).toISOString(), gapStart: null, hours: act.hours ?? order.hours };
    case "change":
      return { ...order, payCents: act.payCents ?? order.payCents, distanceMiles: act.distanceMiles ?? order.distanceMiles };
    case "expire-requests":
      return settleRequests(order, () => "expired");
    case "rival":
      if (!isFree(order)) return { refused: "the order is assigned already" };
      return { ...settleRequests(order, () => "denied"), assigneeUserId: rivalUserId };
    case "take":
      if (!isOfferedTo(order, act.userId)) return { refused: "the order is not on offer to that user" };
      if (order.kind !== "routed") return { refused: "the order's buyer assigns it" };
      return { ...order, assigneeUserId: act.userId, subStatus: null, takenByHandAt: new Date().toISOString() };
  }
}

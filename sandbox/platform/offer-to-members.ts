import type { Store } from "@/sandbox/base/store";
import { type OfferRequest, type Order, putOffer } from "@/sandbox/platform/orders";
import { tellOf } from "@/sandbox/platform/webhook-events";

/** Puts an offer up, and tells whom it is for. */
export function offerToMembers(store: Store, seed: string, offer: OfferRequest): Order {
  return store.transact(() => {
    const order = putOffer(store, seed, offer);
    tellOf(store, order.kind === "routed" ? "workorder.routed" : "workorder.status.published", order, order.toUserId);
    return order;
  });
}

import { queueDelivery } from "@/sandbox/stripe/deliveries";
import type { ApiEvent, EventType } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

/** The API version whose shapes the double speaks; the SDK that drives it is pinned to the same. */
export const apiVersion = "2026-10-28.endive";

/** Records an event and queues its webhook, in the transaction of the change that it tells of. */
export function emitEvent(world: StripeWorld, type: EventType, object: object, previous?: object) {
  const event: ApiEvent = {
    id: newId("evt"),
    object: "event",
    api_version: apiVersion,
    created: world.now(),
    data: previous ? { object, previous_attributes: previous } : { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: world.request.id, idempotency_key: world.request.idempotencyKey },
    type,
  };
  world.tables.events.put(event.id, event);
  queueDelivery(world.store, event.id);
}

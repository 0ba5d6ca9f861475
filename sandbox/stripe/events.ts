import type Stripe from "stripe";
import { z } from "zod";
import { listOf } from "@/sandbox/stripe/list";
import { flag, paging, paramsOf } from "@/sandbox/stripe/params";
import type { StripeWorld } from "@/sandbox/stripe/world";

export const listEventsParams = paramsOf<Stripe.EventListParams>()({
  type: z.string().optional(),
  types: z.array(z.string()).max(20).optional(),
  delivery_success: flag.optional(),
  ...paging,
});

/** Events, newest first. `type` may end in `*`, as in `invoice.*`. */
export function listEvents(world: StripeWorld, params: z.infer<typeof listEventsParams>) {
  const like = (pattern: string, type: string) => (pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern);
  const fits = world.tables.events
    .all()
    .filter((one) => params.type === undefined || like(params.type, one.type))
    .filter((one) => params.types === undefined || params.types.includes(one.type))
    .filter((one) => params.delivery_success === undefined || (one.pending_webhooks === 0) === params.delivery_success);
  return listOf("/v1/events", fits, params, (one) => one.created);
}

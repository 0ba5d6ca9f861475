import { z } from "zod";
import { listOf } from "@/sandbox/stripe/list";
import { paging } from "@/sandbox/stripe/params";
import type { StripeWorld } from "@/sandbox/stripe/world";

export const listEventsParams = z.strictObject({
  type: z.string().optional(),
  types: z.array(z.string()).max(20).optional(),
  delivery_success: z.enum(["true", "false"]).optional(),
  ...paging,
});

/** Events, newest first. `type` may end in `*`, as in `invoice.*`. */
export function listEvents(world: StripeWorld, params: z.infer<typeof listEventsParams>) {
  const like = (pattern: string, type: string) => (pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern);
  const fits = world.tables.events
    .all()
    .filter((one) => params.type === undefined || like(params.type, one.type))
    .filter((one) => params.types === undefined || params.types.includes(one.type))
    .filter((one) => params.delivery_success === undefined || (one.pending_webhooks === 0) === (params.delivery_success === "true"));
  return listOf("/v1/events", fits, params, (one) => one.created);
}

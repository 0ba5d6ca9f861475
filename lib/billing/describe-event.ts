import { z } from "zod";
import { environment } from "@/lib/base/env";

/** What is kept of an event: enough to read the customer anew. */
export interface StripeEvent {
  id: string;
  type: string;
  createdAt: Date;
  customerId: string | null;
}

/** The end of the year 9999: later moments are none that a database keeps. */
const lastSecond = 253_402_300_799;
const eventShape = z.object({
  id: z.string().regex(/^evt_\w{1,120}$/),
  type: z.string().regex(/^[\x21-\x7e]{1,120}$/),
  created: z.number().int().positive().max(lastSecond),
  livemode: z.boolean(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

function customerIn(object: Record<string, unknown>): string | null {
  const candidate = object.object === "customer" ? object.id : object.customer;
  const id = typeof candidate === "object" && candidate !== null && "id" in candidate ? candidate.id : candidate;
  return typeof id === "string" && /^cus_\w{1,120}$/.test(id) ? id : null;
}

/** What an event tells that is believed: which customer to read anew. Null for what is no event, or one of the other mode (live, test). */
export function describeEvent(event: unknown): StripeEvent | null {
  const parsed = eventShape.safeParse(event);
  if (!parsed.success || parsed.data.livemode !== (environment() === "production")) return null;
  const { id, type, created, data } = parsed.data;
  return { id, type, createdAt: new Date(created * 1000), customerId: customerIn(data.object) };
}

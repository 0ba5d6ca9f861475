import type Stripe from "stripe";
import { z } from "zod";
import { expand, paramsOf, whole } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import { makePrice } from "@/sandbox/stripe/seed-catalogue";
import type { Price } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const createPriceParams = paramsOf<Stripe.PriceCreateParams>()({
  currency: z.literal("usd"),
  product: z.string(),
  unit_amount: whole.pipe(z.number().int().min(0)),
  recurring: z.strictObject({ interval: z.literal("month"), interval_count: whole.pipe(z.literal(1)).optional() }).optional(),
  expand,
});

/** Another price of a product: by the month, or to be paid once. */
export function createPrice(world: StripeWorld, { product, unit_amount: amount, recurring }: z.infer<typeof createPriceParams>): Price {
  if (!world.tables.products.get(product)) throw refuse.missing("product", product, "product");
  const rhythm = recurring
    ? { interval: "month" as const, interval_count: 1, meter: null, trial_period_days: null, usage_type: "licensed" as const }
    : null;
  const price = makePrice(world, newId("price"), product, amount, rhythm);
  world.tables.prices.put(price.id, price);
  return price;
}

import type { Price, Product } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** The two things that the service sells: $10.00 a month, and $25.00 a unit. Ids come from the configuration. */
export function seedCatalogue(world: StripeWorld) {
  const { tables, config } = world;
  const put = (id: string, name: string, unitAmount: number, recurring: Price["recurring"]) => {
    if (tables.prices.get(id)) return;
    const product = makeProduct(world, `prod_${id.replace(/^price_/, "")}`, name);
    tables.products.put(product.id, product);
    tables.prices.put(id, makePrice(world, id, product.id, unitAmount, recurring));
  };
  world.store.transact(() => {
    put(config.priceMonthly, "Holdfast membership", 1_000, {
      interval: "month",
      interval_count: 1,
      meter: null,
      trial_period_days: null,
      usage_type: "licensed",
    });
    put(config.priceUnit, "Scheduling bandwidth unit", 2_500, null);
  });
}

const makeProduct = (world: StripeWorld, id: string, name: string): Product => ({
  id,
  object: "product",
  active: true,
  created: world.now(),
  default_price: null,
  description: null,
  images: [],
  livemode: false,
  marketing_features: [],
  metadata: {},
  name,
  package_dimensions: null,
  shippable: null,
  statement_descriptor: null,
  tax_code: null,
  tax_details: null,
  type: "service",
  unit_label: null,
  updated: world.now(),
  url: null,
});

/** A price as Stripe shows it; `recurring` is null for one that is paid once. */
export const makePrice = (world: StripeWorld, id: string, product: string, unitAmount: number, recurring: Price["recurring"]): Price => ({
  id,
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  created: world.now(),
  currency: "usd",
  custom_unit_amount: null,
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: null,
  product,
  recurring,
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
  type: recurring ? "recurring" : "one_time",
  unit_amount: unitAmount,
  unit_amount_decimal: String(unitAmount),
});

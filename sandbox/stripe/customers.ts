import type Stripe from "stripe";
import { z } from "zod";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { listOf } from "@/sandbox/stripe/list";
import { expand, metadata, paging, paramsOf, whole } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import type { Customer } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const createCustomerParams = paramsOf<Stripe.CustomerCreateParams>()({
  email: z.string().max(512).optional(),
  name: z.string().max(256).optional(),
  description: z.string().optional(),
  phone: z.string().optional(),
  metadata: metadata.default({}),
  expand,
});

export function createCustomer(world: StripeWorld, params: Omit<z.infer<typeof createCustomerParams>, "expand">): Customer {
  const customer: Customer = {
    id: newId("cus"),
    object: "customer",
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: params.metadata,
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  world.tables.customers.put(customer.id, customer);
  emitEvent(world, "customer.created", customer);
  return customer;
}

export const updateCustomerParams = paramsOf<Stripe.CustomerUpdateParams>()({
  email: z.string().max(512).optional(),
  balance: whole.optional(),
  expand,
});

export function updateCustomer(world: StripeWorld, params: z.infer<typeof updateCustomerParams>, id: string): Customer {
  const before = getCustomer(world, id);
  const { email = before.email, balance = before.balance } = params;
  if (email === before.email && balance === before.balance) return before;
  const after = { ...before, email, balance };
  world.tables.customers.put(id, after);
  emitEvent(world, "customer.updated", after, { email: before.email, balance: before.balance });
  return after;
}

export const listCustomersParams = paramsOf<Stripe.CustomerListParams>()({ email: z.string().optional(), ...paging });

export function listCustomers(world: StripeWorld, params: z.infer<typeof listCustomersParams>) {
  const fits = world.tables.customers.all().filter((one) => params.email === undefined || one.email === params.email);
  return listOf("/v1/customers", fits, params, (one) => one.created);
}

export function getCustomer(world: StripeWorld, id: string, param?: string): Customer {
  const customer = world.tables.customers.get(id);
  if (!customer) throw refuse.missing("customer", id, param);
  return customer;
}

import { paymentsOf } from "@/sandbox/stripe/refunds";
import { refuse } from "@/sandbox/stripe/refusal";
import type { Invoice } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** The object with the named references (`customer`, `data.latest_invoice`, …) replaced by what they refer to; an invoice's `payments`, which it has on request only, are added. */
export function expandPaths(world: StripeWorld, object: object, paths: readonly string[]): object {
  return paths.reduce<object>((at, path) => expandOne(world, at, path.split("."), path) as object, object);
}

function expandOne(world: StripeWorld, at: unknown, steps: readonly string[], path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof at === "string" ? lookUp(world, at) : at;
  if (Array.isArray(at)) return at.map((one) => expandOne(world, one, steps, path));
  const holder = typeof at === "string" ? lookUp(world, at) : at;
  if (holder === null) return null;
  if (typeof holder === "object" && step === "payments" && isInvoice(holder)) return { ...holder, payments: paymentsOf(holder) };
  if (typeof holder !== "object" || !(step in holder)) {
    throw refuse.parameter(`This property cannot be expanded (${path}).`, "expand[0]");
  }
  return { ...holder, [step]: expandOne(world, Reflect.get(holder, step), rest, path) };
}

const isInvoice = (holder: unknown): holder is Invoice =>
  typeof holder === "object" && holder !== null && Reflect.get(holder, "object") === "invoice";

function lookUp({ tables }: StripeWorld, id: string): object | string {
  const known = [
    tables.customers,
    tables.products,
    tables.prices,
    tables.paymentMethods,
    tables.subscriptions,
    tables.invoices,
    tables.invoiceItems,
    tables.creditNotes,
    tables.refunds,
  ];
  return known.map((table) => table.get(id)).find((one) => one !== undefined) ?? id;
}

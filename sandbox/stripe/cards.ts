import type { PaymentMethod } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

/** Stripe's test numbers that the double knows. Any other number of 13 to 19 digits behaves as the first. */
const numbers: Record<string, { brand: string; behaves: "pays" | "declined" | "fails_later" | "unfinished" }> = {
  "4242424242424242": { brand: "visa", behaves: "pays" },
  "5555555555554444": { brand: "mastercard", behaves: "pays" },
  "4000000000000002": { brand: "visa", behaves: "declined" },
  "4000000000000341": { brand: "visa", behaves: "fails_later" },
  "4000002500003155": { brand: "visa", behaves: "unfinished" },
};

export interface CardEntry {
  readonly number: string;
  readonly expiry: string;
}

/** Why the page cannot take this card, or null when it can. */
export function cardTrouble({ number, expiry }: CardEntry): string | null {
  if (!/^\d{13,19}$/.test(number)) return "The card number is not complete.";
  if (!/^(0[1-9]|1[0-2])\s*\/\s*\d\d$/.test(expiry)) return "Give the expiry date as MM / YY.";
  if (numbers[number]?.behaves === "declined") return "Your card was declined. Try another card.";
  return null;
}

/** Keeps a card for a customer. Only its brand, last digits and expiry are stored, as the real API shows them. */
export function keepCard(world: StripeWorld, customer: string, { number, expiry }: CardEntry): PaymentMethod {
  const known = numbers[number];
  const [month = "12", year = "34"] = expiry.split("/").map((part) => part.trim());
  const method: PaymentMethod = {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "limited",
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: {
      brand: known?.brand ?? "visa",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: known?.brand ?? "visa",
      exp_month: Number(month),
      exp_year: 2000 + Number(year),
      fingerprint: null,
      funding: "credit",
      generated_from: null,
      last4: number.slice(-4),
      networks: null,
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: world.now(),
    customer,
    customer_account: null,
    livemode: false,
    metadata: known?.behaves === "fails_later" || known?.behaves === "unfinished" ? { double: known.behaves } : {},
    type: "card",
  };
  world.tables.paymentMethods.put(method.id, method);
  return method;
}

const behaviour = (world: StripeWorld, methodId: string) => world.tables.paymentMethods.get(methodId)?.metadata?.double;

/** Whether a charge to this card goes through; the first payment, on the page, also does with one that fails later. */
export const cardPays = (world: StripeWorld, methodId: string) => behaviour(world, methodId) === undefined;

/** Whether the first payment is left unfinished, as when a bank wants it confirmed and nobody does. */
export const staysUnfinished = (world: StripeWorld, methodId: string) => behaviour(world, methodId) === "unfinished";

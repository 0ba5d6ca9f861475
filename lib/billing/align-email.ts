import type Stripe from "stripe";
import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { workerStripe } from "@/lib/billing/stripe-client";

/**
 * Gives Stripe a member's present address where it has another: its receipts and its pages go by that, and an address that the member has
 * given up may be somebody else's by now. Who is no member any more is left as they are. A crash leaves it to the next reading.
 * @param customer as it was read with a subscription; null, or only its id, when it was not
 */
export async function alignEmail(accountId: string, customer: Stripe.Customer | Stripe.DeletedCustomer | string | null): Promise<void> {
  if (customer === null || typeof customer === "string" || customer.deleted) return;
  const account = await transaction({ kind: "system", job: "align-email", accountId }, (tx) => findAccount(tx, accountId));
  if (account?.state !== "active" && account?.state !== "suspended") return;
  if (customer.email !== account.email) await workerStripe().customers.update(customer.id, { email: account.email });
}

import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { insertFinalInvoice, isLeftUnbilled } from "@/db/queries/final-invoices";
import { type SubscriptionRow, subscriptionOf } from "@/db/queries/subscriptions";

const over = new Set(["canceled", "incomplete_expired"]);

/**
 * Asks the worker to bill what the account owes at once, in the caller's transaction; see final-invoice.ts.
 * @param because `terminated` and `erased` have the plan ended first, whatever it still runs for; `plan_ended` leaves any plan alone.
 */
export async function askFinalInvoice(tx: Tx, accountId: string, because: "terminated" | "erased" | "plan_ended"): Promise<void> {
  await insertFinalInvoice(tx, { accountId, because });
}

/** Asks for it when a plan has ended since it was last read. Who is no member any more is billed by what ended the membership. */
export async function askFinalInvoiceAtEnd(tx: Tx, before: SubscriptionRow | null, after: SubscriptionRow | null): Promise<void> {
  if (!before || before.id !== after?.id || over.has(before.status) || !over.has(after.status)) return;
  const account = await findAccount(tx, after.accountId);
  if (account?.state === "active" || account?.state === "suspended") await askFinalInvoice(tx, after.accountId, "plan_ended");
}

/** Asks for it when no renewal will come any more, for a charge or a credit that arose after the plan had ended. */
export async function askFinalInvoiceIfOver(tx: Tx, accountId: string): Promise<void> {
  const subscription = await subscriptionOf(tx, accountId);
  if (subscription && over.has(subscription.status)) await askFinalInvoice(tx, accountId, "plan_ended");
}

/**
 * Asks for it when something was left to nobody: a charge or a credit that came to be in the very moment in which the plan ended, so that the
 * last invoice did not know of it, nor the charge of the end. Every reading looks, so that the nightly one finds it at the latest.
 */
export async function askFinalInvoiceIfLeft(tx: Tx, subscription: SubscriptionRow | null): Promise<void> {
  if (!subscription || !over.has(subscription.status)) return;
  if (await isLeftUnbilled(tx, subscription.accountId)) await askFinalInvoice(tx, subscription.accountId, "plan_ended");
}

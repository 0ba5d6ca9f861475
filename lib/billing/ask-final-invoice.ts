import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { type FinalInvoiceRow, insertFinalInvoice, isLeftUnbilled } from "@/db/queries/final-invoices";
import { type SubscriptionRow, subscriptionOf } from "@/db/queries/subscriptions";

type Because = FinalInvoiceRow["because"];

/** Why no renewal will bill what waits, by Stripe's status: the plan is over, or Stripe collects no renewal of it. */
const reasons: Record<string, Because> = {
  canceled: "plan_ended",
  incomplete_expired: "plan_ended",
  unpaid: "plan_unpaid",
  paused: "plan_unpaid",
};
const reasonOf = (subscription: SubscriptionRow | null): Because | undefined => reasons[subscription?.status ?? ""];

/**
 * Asks the worker to bill what the account owes at once, in the caller's transaction; see final-invoice.ts.
 * @param because `terminated` and `erased` have the plan ended first, whatever it still runs for; the others leave any plan alone.
 */
export async function askFinalInvoice(tx: Tx, accountId: string, because: Because): Promise<void> {
  await insertFinalInvoice(tx, { accountId, because });
}

/**
 * Asks for it when a plan has ended, or was given up as unpaid, since it was last read. Who is no member any more is billed by what ended
 * the membership.
 */
export async function askFinalInvoiceAtEnd(tx: Tx, before: SubscriptionRow | null, after: SubscriptionRow | null): Promise<void> {
  const because = reasonOf(after);
  if (!before || !after || before.id !== after.id || !because || because === reasonOf(before)) return;
  const account = await findAccount(tx, after.accountId);
  if (account?.state === "active" || account?.state === "suspended") await askFinalInvoice(tx, after.accountId, because);
}

/** Asks for it when no renewal will bill it any more, for a charge or a credit that arose after the plan had ended or was given up. */
export async function askFinalInvoiceIfOver(tx: Tx, accountId: string): Promise<void> {
  const because = reasonOf(await subscriptionOf(tx, accountId));
  if (because) await askFinalInvoice(tx, accountId, because);
}

/**
 * Asks for it when something was left to nobody: a charge or a credit that came to be in the very moment in which the plan ended, so that the
 * last invoice did not know of it, nor the charge of the end. Every reading looks, so that the nightly one finds it at the latest.
 */
export async function askFinalInvoiceIfLeft(tx: Tx, subscription: SubscriptionRow | null): Promise<void> {
  const because = reasonOf(subscription);
  if (!subscription || !because) return;
  if (await isLeftUnbilled(tx, subscription.accountId)) await askFinalInvoice(tx, subscription.accountId, because);
}

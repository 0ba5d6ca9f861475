import { transaction, withLock } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { beginKeep, forgetKeep } from "@/db/queries/requests";
import { customerOf } from "@/db/queries/stripe-customers";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { keepingParams, periodOf } from "@/lib/billing/period-of";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";

const job = "keep-plan";
const tryAgainMs = 10 * secondMs;
/** A wish that Stripe kept waiting for longer is void: meanwhile its member may have thought again, on Stripe's own page. */
const goodForMs = 15 * minuteMs;

const over = new Set(["canceled", "incomplete_expired"]);

/** Takes the cancellation back wherever one stands. One that was taken back before, or a plan that has ended, is left as it is. */
async function resume(customer: string): Promise<void> {
  const { data } = await workerStripe().subscriptions.list({ customer, status: "all", limit: 100 });
  for (const subscription of data) {
    if (over.has(subscription.status) || !periodOf(subscription)?.isEnding) continue;
    await workerStripe().subscriptions.update(subscription.id, keepingParams(subscription));
  }
}

/**
 * Job: takes a cancellation back, as its member has asked, and writes down what Stripe then says, which logs and mails it. The request stays
 * until that is done, so a crash anywhere is followed by another try; doing it again changes nothing.
 */
export async function keepPlan(accountId: string): Promise<void> {
  const begun = await transaction({ kind: "system", job, accountId }, async (tx) => {
    const wish = await beginKeep(tx, accountId, later(now(), tryAgainMs));
    if (!wish) return null;
    const customer = await customerOf(tx, accountId);
    const isMember = (await findAccount(tx, accountId))?.state === "active";
    if (customer && isMember && wish.askedAt > later(now(), -goodForMs)) return { customer };
    await forgetKeep(tx, accountId);
    log.warn("a plan is not kept: its member asked too long ago, or is none", { account: accountId });
    return null;
  });
  if (!begun) return;
  await withLock(`stripe:${begun.customer}`, async () => {
    await resume(begun.customer);
    await point("keep.after-resume");
    await syncCustomer(accountId, begun.customer);
    await transaction({ kind: "system", job, accountId }, (tx) => forgetKeep(tx, accountId));
  });
}

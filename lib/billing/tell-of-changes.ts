import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { InvoiceRow } from "@/db/queries/invoices";
import type { SubscriptionRow } from "@/db/queries/subscriptions";
import { recordAccess } from "@/lib/audit/record-access";
import { type PlanStanding, standingOf } from "@/lib/billing/plan";
import { queueMail } from "@/lib/notices/queue-mail";
import { prices } from "@/lib/terms/prices";

/** What is known of an account's billing: its newest subscription, and its invoices by their id. */
export interface Known {
  subscription: SubscriptionRow | null;
  invoices: ReadonlyMap<string, InvoiceRow>;
}

const failed = new Set<PlanStanding>(["past_due", "suspended"]);

/** The newest open invoice: the one that a member pays to go on. */
const openOf = (known: Known) =>
  [...known.invoices.values()]
    .filter(({ status }) => status === "open")
    .toSorted((one, other) => other.issuedAt.getTime() - one.issuedAt.getTime())[0];

async function tellStanding(tx: Tx, accountId: string, from: PlanStanding, after: Known): Promise<void> {
  const { subscription } = after;
  if (!subscription) return;
  const periodEnd = subscription.periodEnd.toISOString();
  switch (standingOf(subscription)) {
    case "active":
      if (failed.has(from)) return await queueMail(tx, { template: "plan-restored", accountId, facts: { periodEnd } });
      return await queueMail(tx, {
        template: "subscription-active",
        accountId,
        facts: { periodEnd, monthlyCents: prices.monthlyCents, unitCents: prices.unitCents },
      });
    case "suspended": {
      const open = openOf(after);
      const facts = { cents: open ? open.remainingCents : prices.monthlyCents };
      return await queueMail(tx, { template: "plan-unpaid", accountId, facts });
    }
    case "ended": {
      const because = subscription.status === "incomplete_expired" ? "not_finished" : failed.has(from) ? "payment_failed" : "cancelled";
      return await queueMail(tx, { template: "plan-ended", accountId, facts: { because } });
    }
    case "past_due":
    case "none":
  }
}

/** A payment that was tried since: one mail a try, with the amount, the next try, and how the plan stands meanwhile. */
async function tellFailures(tx: Tx, accountId: string, before: Known, after: Known, standing: "active" | "past_due"): Promise<void> {
  for (const invoice of after.invoices.values()) {
    const tries = before.invoices.get(invoice.id)?.attemptCount ?? 0;
    if (invoice.status !== "open" || invoice.attemptCount <= tries) continue;
    const nextTry = invoice.nextAttemptAt?.toISOString() ?? "none";
    await queueMail(tx, { template: "payment-failed", accountId, facts: { cents: invoice.remainingCents, nextTry, standing } });
  }
}

async function tellEnding(tx: Tx, accountId: string, before: SubscriptionRow | null, after: SubscriptionRow): Promise<void> {
  const { cancelAtPeriodEnd: ends, id } = after;
  if ((before?.id === id && before.cancelAtPeriodEnd) === ends || (before?.id !== id && !ends)) return;
  const reason = ends ? "ends_with_period" : "goes_on";
  await recordAccess(tx, { act: "subscription.change", object: `subscription:${id}`, subject: accountId, reason });
  const facts = { periodEnd: after.periodEnd.toISOString() };
  await queueMail(tx, { template: ends ? "plan-ends" : "plan-goes-on", accountId, facts });
}

/**
 * Logs and mails what has changed between what was known and what was just read, in the transaction that writes it down: so each change is
 * told once, however often it is read. Whoever is no member any more is told by the mail that said so.
 */
export async function tellOfChanges(tx: Tx, accountId: string, before: Known, after: Known): Promise<void> {
  const { subscription } = after;
  if (!subscription) return;
  const earlier = before.subscription;
  const { id, status } = subscription;
  const changed = id !== earlier?.id || status !== earlier.status;
  if (changed) await recordAccess(tx, { act: "subscription.change", object: `subscription:${id}`, subject: accountId, reason: status });
  const account = await findAccount(tx, accountId);
  if (account?.state !== "active" && account?.state !== "suspended") return;
  const from = id === earlier?.id ? standingOf(earlier) : "none";
  const to = standingOf(subscription);
  if (from !== to) await tellStanding(tx, accountId, from, after);
  if (to !== "past_due" && to !== "active") return;
  await tellFailures(tx, accountId, before, after, to);
  await tellEnding(tx, accountId, earlier, subscription);
}

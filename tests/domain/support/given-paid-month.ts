import { transaction } from "@/db/client";
import { invoices, subscriptions } from "@/db/schema";
import { dayMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";

/** A paid month of the plan, as the worker would have read it from Stripe: thirty days, of which some whole ones are used. */
export async function givenPaidMonth(accountId: string, { usedDays = 0 } = {}): Promise<{ invoiceId: string }> {
  const [start, readAt] = [later(now(), -usedDays * dayMs), now()];
  const end = later(start, 30 * dayMs);
  const invoiceId = `in_${newId()}`;
  const base = { description: "plan", amountCents: 1_000, acceptanceId: null, creditOf: null, id: `il_${newId()}` };
  await transaction({ kind: "system", job: "test", accountId }, async (tx) => {
    const plan = { id: `sub_${newId()}`, accountId, status: "active", cancelAtPeriodEnd: false };
    await tx.insert(subscriptions).values({ ...plan, periodStart: start, periodEnd: end, startedAt: start, readAt });
    const lines = [{ ...base, periodStart: start.toISOString(), periodEnd: end.toISOString() }];
    const paid = { status: "paid", totalCents: 1_000, amountPaidCents: 1_000, currency: "usd", paidAt: start };
    await tx.insert(invoices).values({ id: invoiceId, accountId, number: "A-1", ...paid, lines, issuedAt: start, readAt });
  });
  return { invoiceId };
}

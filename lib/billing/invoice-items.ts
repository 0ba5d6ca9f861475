import type Stripe from "stripe";
import { dayMs, minuteMs, secondMs } from "@/lib/base/clock";
import { workerStripe } from "@/lib/billing/stripe-client";

/** 2 s, 4 s, 8 s … at the most an hour. */
export const retryWaitMs = (attempts: number) => Math.min(60 * minuteMs, 2 * secondMs * 2 ** Math.min(attempts, 11));

/** The invoice item that an earlier try left at Stripe, whatever became of its answer, known by its metadata; null when there is none. */
export async function findItem(
  customer: string,
  { since, key, value }: { since: Date; key: string; value: string },
): Promise<Stripe.InvoiceItem | null> {
  const created = { gte: Math.floor((since.getTime() - dayMs) / 1000) };
  for await (const item of workerStripe().invoiceItems.list({ customer, created, limit: 100 })) {
    if (item.metadata?.[key] === value) return item;
  }
  return null;
}

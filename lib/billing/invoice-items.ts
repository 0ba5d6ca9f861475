import Stripe from "stripe";
import { dayMs, minuteMs, secondMs } from "@/lib/base/clock";
import { pastFailures } from "@/lib/billing/past-failures";
import { workerStripe } from "@/lib/billing/stripe-client";

/** What an item at Stripe is for: an acceptance's charge or its credit, and how often a repair has posted it anew. */
export interface ItemPurpose {
  of: "acceptance_id" | "credit_of";
  acceptanceId: string;
  reposts: number;
}

/** 2 s, 4 s, 8 s … at the most an hour. */
export const retryWaitMs = (attempts: number) => Math.min(60 * minuteMs, 2 * secondMs * 2 ** Math.min(attempts, 11));

/** How long Stripe asks to be left alone after this failure (Retry-After in seconds, RFC 9110), at the most an hour; null when it does not. */
export function retryAfterMs(thrown: unknown): number | null {
  if (!(thrown instanceof Stripe.errors.StripeError)) return null;
  const seconds = Number(thrown.headers?.["retry-after"]);
  return seconds > 0 ? Math.min(seconds * secondMs, 60 * minuteMs) : null;
}

/** Whether Stripe refused an item because it takes no more than 250 that wait. It has no code of its own for that. */
export const saysTooMany = (thrown: unknown): boolean =>
  thrown instanceof Stripe.errors.StripeInvalidRequestError && /\b250\b/.test(thrown.message);

/** What an item bears at Stripe, by which it is found again. */
export const metadataOf = ({ of, acceptanceId, reposts }: ItemPurpose): Record<string, string> => ({
  [of]: acceptanceId,
  ...(reposts > 0 ? { repost: String(reposts) } : {}),
});

/** The name under which Stripe does a call only once, as long as it remembers it: a day. */
export const idempotencyKeyOf = ({ of, acceptanceId, reposts }: ItemPurpose): string =>
  [of === "credit_of" ? "credit" : "acceptance", acceptanceId, ...(reposts > 0 ? [reposts] : [])].join(":");

/** Whether an item at Stripe is for this. */
export const isFor = ({ metadata }: Pick<Stripe.InvoiceItem, "metadata">, { of, acceptanceId, reposts }: ItemPurpose): boolean =>
  metadata?.[of] === acceptanceId && (metadata.repost ?? "0") === String(reposts);

/** The invoice item that an earlier try left at Stripe, whatever became of its answer, known by its metadata; null when there is none. */
export async function findItem(customer: string, since: Date, purpose: ItemPurpose): Promise<Stripe.InvoiceItem | null> {
  const created = { gte: Math.floor((since.getTime() - dayMs) / 1000) };
  for await (const item of workerStripe().invoiceItems.list({ customer, created, limit: 100 })) {
    if (isFor(item, purpose)) return item;
  }
  return null;
}

/** What Stripe is to bill or give back: `amountCents` is negative for a credit; `attempts` are the tries before this one. */
export interface OwedItem {
  purpose: ItemPurpose;
  amountCents: number;
  attempts: number;
  createdAt: Date;
}

/**
 * The one item of a charge or a credit: what an earlier try left, or a new one made of `params`.
 * @throws Error for any other answer than that item with that amount; Stripe.errors.StripeError when Stripe refuses or does not answer.
 */
export async function itemFor(
  customer: string,
  { purpose, amountCents, attempts, createdAt }: OwedItem,
  params: Omit<Stripe.InvoiceItemCreateParams, "customer" | "metadata">,
): Promise<Stripe.InvoiceItem> {
  const earlier = attempts > 0 ? await findItem(customer, createdAt, purpose) : null;
  const item =
    earlier ??
    (await pastFailures(idempotencyKeyOf(purpose), (idempotencyKey) =>
      workerStripe().invoiceItems.create({ customer, ...params, metadata: metadataOf(purpose) }, { idempotencyKey }),
    ));
  if (item.object !== "invoiceitem" || item.amount !== amountCents || !isFor(item, purpose)) {
    throw new Error("Stripe's answer is not the invoice item that was asked for");
  }
  return item;
}

/** Takes an item back that waits, or lies on a draft. One that is gone already is as good. */
export async function deleteItem(itemId: string): Promise<void> {
  try {
    await workerStripe().invoiceItems.del(itemId);
  } catch (thrown) {
    if (!(thrown instanceof Stripe.errors.StripeError) || thrown.code !== "resource_missing") throw thrown;
  }
}

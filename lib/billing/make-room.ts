import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { countWaitingItems, insertInterimInvoice } from "@/db/queries/interim-invoices";
import { later, now } from "@/lib/base/clock";
import { retryAfterMs, saysTooMany } from "@/lib/billing/invoice-items";
import { interimFromUnits } from "@/lib/terms/prices";

/** Nothing more is posted from here on until it is drawn; what is left is for workers that post at the same time. */
const most = 235;

/** Owes an account an invoice in between, once, and wakes the worker for it. */
async function askInterimInvoice(tx: Tx, accountId: string): Promise<void> {
  const id = await insertInterimInvoice(tx, accountId, now());
  if (id) await enqueue(tx, "draw-interim-invoice", id);
}

/** Whether one more item may be posted for an account. Asks for an invoice in between when many items wait. */
export async function makeRoom(tx: Tx, accountId: string): Promise<boolean> {
  const waiting = await countWaitingItems(tx, accountId);
  if (waiting >= interimFromUnits) await askInterimInvoice(tx, accountId);
  return waiting < most;
}

/** After a failure: puts the item off for as long as Stripe asks, and has room made where it says that there is none. */
export async function heedFailure(tx: Tx, accountId: string, thrown: unknown, putOff: (until: Date) => Promise<void>): Promise<void> {
  if (saysTooMany(thrown)) await askInterimInvoice(tx, accountId);
  const waitMs = retryAfterMs(thrown);
  if (waitMs !== null) await putOff(later(now(), waitMs));
}

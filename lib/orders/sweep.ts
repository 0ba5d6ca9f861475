import { type Tx, transaction } from "@/db/client";
import { enqueueAll } from "@/db/jobs";
import { dueLooks } from "@/db/queries/acceptances";
import { dueRounds } from "@/db/queries/billing-rounds";
import { dueCalendars } from "@/db/queries/calendars";
import { dueCharges } from "@/db/queries/charges";
import { dueDestructions, dueKeys, duePolls, dueVerifications } from "@/db/queries/connections";
import { dueCredits } from "@/db/queries/credits";
import { dueRepairs } from "@/db/queries/differences";
import { dueDigests } from "@/db/queries/digests";
import { dueFinalInvoices } from "@/db/queries/final-invoices";
import { dueFindings } from "@/db/queries/incident-findings";
import { dueIntents } from "@/db/queries/intents";
import { dueInterimInvoices } from "@/db/queries/interim-invoices";
import { dueKeyTasks } from "@/db/queries/key-tasks";
import { dropDetails } from "@/db/queries/offers";
import { dueMails } from "@/db/queries/outbox";
import { waitingPlatformEvents } from "@/db/queries/platform-events";
import { dueReconcileRuns } from "@/db/queries/reconcile-runs";
import { dueRefunds } from "@/db/queries/refunds";
import { dueErasures, dueKeeps } from "@/db/queries/requests";
import { dueStripeEvents } from "@/db/queries/stripe-events";
import { takeTurn } from "@/db/queries/turn";
import type { Queue } from "@/db/queues";
import { now } from "@/lib/base/clock";
import { awaitedTemplates } from "@/lib/notices/mail-links";
import { drainRequests } from "@/lib/requests/drain-requests";

const batch = 100;
const actor = { kind: "system", job: "sweep" } as const;

/** Where each queue's due rows are found. */
const dueRows: [Queue, (tx: Tx, at: Date, limit: number) => Promise<string[]>][] = [
  ["pursue-intent", dueIntents],
  ["follow-acceptance", dueLooks],
  ["handle-platform-event", waitingPlatformEvents],
  ["post-charge", dueCharges],
  ["post-credit", dueCredits],
  ["draw-interim-invoice", dueInterimInvoices],
  ["billing-round", dueRounds],
  ["post-refund", dueRefunds],
  ["final-invoice", dueFinalInvoices],
  ["keep-plan", dueKeeps],
  ["reconcile", dueReconcileRuns],
  ["repair-difference", dueRepairs],
  ["handle-stripe-event", dueStripeEvents],
  ["send-link", (tx, at, limit) => dueMails(tx, at, limit, { only: awaitedTemplates })],
  ["send-mail", (tx, at, limit) => dueMails(tx, at, limit, { but: awaitedTemplates })],
  ["send-digest", dueDigests],
  ["poll-connection", duePolls],
  ["make-key", dueKeys],
  ["verify-connection", dueVerifications],
  ["destroy-keys", dueDestructions],
  ["erase-account", dueErasures],
  ["key-task", dueKeyTasks],
  ["fetch-calendar", dueCalendars],
  ["find-affected", dueFindings],
];

/**
 * Drops what was kept of offers for its day, and queues a job for everything that is due: what other processes have left, what was put
 * off, and what a worker that died had in hand. While another worker looks, this one does not: whatever becomes due meanwhile is
 * announced to all of them. Rows are the truth and jobs are wake-ups, so nothing is lost with a job, and one too many changes nothing.
 */
export async function sweep(): Promise<void> {
  await drainRequests();
  const found = await transaction(actor, async (tx) => {
    if (!(await takeTurn(tx, "holdfast sweep"))) return [];
    await dropDetails(tx, now(), batch);
    const due: [Queue, string[]][] = [];
    for (const [queue, find] of dueRows) due.push([queue, await find(tx, now(), batch)]);
    return due.filter(([, ids]) => ids.length > 0);
  });
  for (const [queue, ids] of found) await wakeAll(queue, ids);
}

/** A transaction a queue, so that none keeps another's rows waiting. */
async function wakeAll(queue: Queue, ids: string[]): Promise<void> {
  await transaction(actor, (tx) => enqueueAll(tx, queue, ids));
}

/** The part of a sweep that an order's speed hangs on: platforms' messages that nobody has acted on. The sweep finds what this misses. */
export async function sweepPlatformEvents(): Promise<void> {
  const ids = await transaction(actor, (tx) => waitingPlatformEvents(tx, now(), batch));
  if (ids.length > 0) await wakeAll("handle-platform-event", ids);
}

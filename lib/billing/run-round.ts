import { transaction, withLock } from "@/db/client";
import { beginRound, noteRound, type RoundName, type RoundRow } from "@/db/queries/billing-rounds";
import { insertReconcileRun } from "@/db/queries/reconcile-runs";
import { dayMs, hourMs, later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { comparePrices } from "@/lib/billing/check-prices";
import { sweepCustomers } from "@/lib/billing/sweep-customers";
import { sweepEvents } from "@/lib/billing/sweep-events";

type Progress = Partial<Omit<RoundRow, "name">>;
const actor = { kind: "system", job: "billing-round" } as const;

/** After a worker died, or Stripe did not answer, a round is gone on with after this. */
const leaseMs = 2 * minuteMs;

/** The next time that it is this hour (UTC). */
function nextNight(at: Date, hour: number): Date {
  const today = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()) + hour * hourMs;
  return new Date(today > at.getTime() ? today : today + dayMs);
}

const ended = (nextAt: Date, detail: string): Progress => ({ nextAt, finishedAt: now(), outcome: "well", detail });

/** Stripe's prices against the published ones: at each start of a worker, and each hour. */
async function prices(): Promise<Progress> {
  const wrong = await comparePrices();
  if (wrong) log.error("prices differ", { detail: wrong });
  const end = ended(later(now(), hourMs), wrong ?? "Stripe's prices are the published ones.");
  return wrong ? { ...end, outcome: "ill" } : end;
}

/** Events that Stripe could not deliver: each hour. The cursor is when the last sweep began. */
async function events({ cursor }: RoundRow): Promise<Progress> {
  const began = now();
  const fresh = await sweepEvents(cursor ? new Date(cursor) : null);
  const detail = fresh === 0 ? "No event was missing." : `${fresh} missing events were fetched.`;
  return { ...ended(later(began, hourMs), detail), cursor: began.toISOString() };
}

/** Every customer's subscriptions and invoices: each night, in steps. The cursor is the last account that was read. */
async function subscriptions({ cursor }: RoundRow): Promise<Progress> {
  const { last, unread } = await sweepCustomers(cursor);
  const begins: Progress = cursor ? {} : { outcome: "well", detail: "Every customer was read." };
  const fails: Progress = unread > 0 ? { outcome: "ill", detail: "Some customers could not be read; the log says which." } : {};
  if (last) return { cursor: last, nextAt: later(now(), secondMs), ...begins, ...fails };
  return { cursor: null, nextAt: nextNight(now(), 3), finishedAt: now(), ...begins };
}

/** Our books against Stripe's: each night, after the subscriptions. The run that this asks for writes down how it ended, in reconcile.ts. */
async function reconcile(): Promise<Progress> {
  const runId = await transaction(actor, (tx) => insertReconcileRun(tx, "system:billing-round", now()));
  const nextAt = nextNight(now(), 4);
  return runId ? { nextAt } : { nextAt, outcome: "ill", detail: "The comparison that was begun before has not ended." };
}

const rounds: Record<RoundName, (row: RoundRow) => Promise<Progress>> = {
  prices,
  events,
  subscriptions,
  reconcile,
};

/**
 * Does one step of a round that is due. A crash leaves the round where it was, due again in two minutes; a step that is done twice changes
 * nothing.
 */
export async function runRound(name: string): Promise<void> {
  await withLock(`billing-round:${name}`, async () => {
    const round = await transaction(actor, (tx) => beginRound(tx, name, now(), later(now(), leaseMs)));
    if (!round) return;
    try {
      const progress = await rounds[round.name](round);
      await transaction(actor, (tx) => noteRound(tx, round.name, progress));
    } catch (thrown) {
      await transaction(actor, (tx) => noteRound(tx, round.name, { outcome: "ill", detail: "Stripe did not answer; it is tried again." }));
      throw thrown;
    }
  });
}

/** Has the prices compared at once, as a worker starts. */
export async function checkPricesNow(): Promise<void> {
  await transaction(actor, (tx) => noteRound(tx, "prices", { nextAt: now() }));
}

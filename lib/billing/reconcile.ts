import { type Tx, transaction, withLock } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { noteRound } from "@/db/queries/billing-rounds";
import { countOpenDifferences, countSeen, keepDifference, settleGone, settleUnseenStrangers } from "@/db/queries/differences";
import { activeStaff } from "@/db/queries/members";
import { beginReconcileStep, noteReconcileRun, type ReconcileRun } from "@/db/queries/reconcile-runs";
import { accountOfCustomer, customersAfter } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { describeError, log } from "@/lib/base/log";
import { readDifferences } from "@/lib/billing/read-books";
import { workerStripe } from "@/lib/billing/stripe-client";
import { aboutOneCustomer } from "@/lib/billing/sweep-customers";
import { queueMail } from "@/lib/notices/queue-mail";

const actor = { kind: "system", job: "reconcile" } as const;
/** Members a step; with a step a second this stays far below what Stripe allows. */
const batch = 10;
/** After a worker died, or Stripe did not answer, a run is gone on with after this. */
const leaseMs = 2 * minuteMs;
const uuid = /^[0-9a-f-]{36}$/;

/** Compares one member's books and keeps what differs; what is mended by now is settled. */
async function compareMember(runId: string, { accountId, customerId }: { accountId: string; customerId: string }): Promise<void> {
  const found = await readDifferences(accountId, customerId);
  const foundAt = now();
  await transaction(actor, async (tx) => {
    const open: string[] = [];
    for (const { about, ...difference } of found) {
      if (await keepDifference(tx, { ...difference, accountId, seenRunId: runId, foundAt })) open.push(difference.key);
    }
    await settleGone(tx, accountId, open, foundAt);
  });
}

async function compareMembers(run: ReconcileRun): Promise<Partial<ReconcileRun>> {
  const customers = await transaction(actor, (tx) => customersAfter(tx, run.cursor, batch));
  let unread = 0;
  for (const customer of customers) {
    const failure = await aboutOneCustomer(() => compareMember(run.id, customer));
    if (failure === null) continue;
    log.error("a customer cannot be compared with Stripe", { account: customer.accountId, ...describeError(failure) });
    unread += 1;
  }
  const last = customers.at(-1)?.accountId ?? null;
  const counts = { compared: run.compared + customers.length, unread: run.unread + unread };
  return last ? { ...counts, cursor: last } : { stage: "strangers", cursor: null };
}

/** One page of Stripe's customers: those that say they are an account of ours, and that we know nothing of. */
async function compareStrangers(run: ReconcileRun): Promise<Partial<ReconcileRun>> {
  const after = run.cursor ? { starting_after: run.cursor } : {};
  const page = await workerStripe().customers.list({ limit: 100, ...after });
  await transaction(actor, async (tx) => {
    for (const { id, metadata } of page.data) {
      const accountId = metadata.account_id ?? "";
      if (!uuid.test(accountId) || (await accountOfCustomer(tx, id)) || !(await findAccount(tx, accountId))) continue;
      const told = { ours: "nothing", theirs: `${id}, which names this account`, amountCents: 0, repair: "look" };
      const kind = "unknown_customer";
      await keepDifference(tx, { key: `${kind}:${id}`, kind, accountId, ...told, seenRunId: run.id, foundAt: now() });
    }
  });
  const last = page.data.at(-1)?.id ?? null;
  return page.has_more && last ? { cursor: last } : { finishedAt: now(), nextStepAt: null };
}

/** How a run ended, for staff who look at the checks of billing. */
const outcomeOf = ({ compared, unread }: ReconcileRun) =>
  unread === 0
    ? { outcome: "well" as const, detail: "Every customer was compared." }
    : { outcome: "ill" as const, detail: `${unread} of ${compared} customers could not be compared; the log says which.` };

/** Tells billing and owners, once a run that finds what no run had found before. */
async function alarm(tx: Tx, fresh: number): Promise<void> {
  const open = await countOpenDifferences(tx);
  for (const { id } of await activeStaff(tx, ["billing", "owner"])) {
    await queueMail(tx, { template: "books-differ", accountId: id, facts: { fresh, open } });
  }
}

/**
 * Does one step of a comparison of our books with Stripe's; it changes nothing in either. A crash leaves the run where it was, due again in
 * two minutes, and a step that is done twice finds the same differences under the same keys.
 */
export async function reconcile(runId: string): Promise<void> {
  await withLock(`reconcile:${runId}`, async () => {
    const run = await transaction(actor, (tx) => beginReconcileStep(tx, runId, later(now(), leaseMs)));
    if (!run) return;
    const progress = await (run.stage === "members" ? compareMembers(run) : compareStrangers(run));
    await transaction(actor, async (tx) => {
      if (!progress.finishedAt) return await noteReconcileRun(tx, runId, { nextStepAt: later(now(), secondMs), ...progress });
      await settleUnseenStrangers(tx, runId, now());
      const seen = await countSeen(tx, runId, run.createdAt);
      await noteReconcileRun(tx, runId, { ...progress, ...seen });
      await noteRound(tx, "reconcile", { finishedAt: progress.finishedAt, ...outcomeOf(run) });
      const facts = { compared: run.compared, unread: run.unread, ...seen };
      await recordAccess(tx, {
        act: "books.compare",
        object: `reconcile:${runId}`,
        subject: null,
        reason: run.askedBy.split(":")[0] ?? "",
        facts,
      });
      if (seen.fresh > 0) await alarm(tx, seen.fresh);
    });
  });
}

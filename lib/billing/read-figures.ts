import { transaction } from "@/db/client";
import { listRounds, type RoundRow } from "@/db/queries/billing-rounds";
import { type DifferenceRow, listOpenDifferences } from "@/db/queries/differences";
import { type MonthRow, moneyByMonth, type WebhookHealth, webhookHealth } from "@/db/queries/money";
import { listReconcileRuns, type ReconcileRun } from "@/db/queries/reconcile-runs";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { toCsv } from "@/lib/base/csv";

type Staff = Extract<Actor, { kind: "staff" }>;

export type Month = MonthRow;
export type Round = RoundRow;
export interface OpenDifference extends DifferenceRow {
  /** Whose it is; null when it is nobody's. */
  email: string | null;
}

export interface Books {
  /** The latest twelve, newest first. */
  months: Month[];
  rounds: Round[];
  webhooks: WebhookHealth;
  /** The latest ten, newest first. */
  runs: ReconcileRun[];
  /** The oldest hundred that are open. */
  differences: OpenDifference[];
}

/** How many open differences are shown at once; the list of differences has them all. */
export const mostDifferences = 100;
const shownMonths = 12;
const exportedMonths = 60;

/** What came in month by month, how the checks of billing stand, and what differs from Stripe. @throws AppError forbidden. */
export async function readFigures(actor: Staff): Promise<Books> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "money.read");
    const differences = await listOpenDifferences(tx, mostDifferences);
    await recordListed(
      tx,
      "differences",
      differences.map(({ difference }) => difference.accountId),
    );
    return {
      months: await moneyByMonth(tx, shownMonths),
      rounds: await listRounds(tx),
      webhooks: await webhookHealth(tx),
      runs: await listReconcileRuns(tx, 10),
      differences: differences.map(({ difference, email }) => ({ ...difference, email })),
    };
  });
}

const head = ["month_utc", "revenue_cents", "units", "credits", "credit_cents", "refund_cents", "failed_payments"];

/** The months of five years as CSV, newest first; money in cents. The access log gets a line. @throws AppError forbidden. */
export async function exportFigures(actor: Staff): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "money.read");
    const rows = (await moneyByMonth(tx, exportedMonths)).map((it) =>
      [it.month, it.revenueCents, it.units, it.credits, it.creditCents, it.refundCents, it.failedPayments].map(String),
    );
    await recordAccess(tx, { act: "money.export", object: "months:all", subject: null, reason: "console", facts: { rows: rows.length } });
    return toCsv([head, ...rows]);
  });
}

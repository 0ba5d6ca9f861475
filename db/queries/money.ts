import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** What came in a month (UTC), such as 2026-11. */
export type MonthRow = {
  month: string;
  revenueCents: number;
  units: number;
  credits: number;
  creditCents: number;
  refundCents: number;
  /** Tries of Stripe to charge an invoice of the month that failed. */
  failedPayments: number;
};

/** The latest months, newest first. Empty for who may not see them. */
export async function moneyByMonth(tx: Tx, months: number): Promise<MonthRow[]> {
  const rows = await tx.execute<Record<string, string | number>>(sql`select * from lookup.money_by_month(${months})`);
  return rows.map((row) => ({
    month: String(row.month),
    revenueCents: Number(row.revenue_cents),
    units: Number(row.units),
    credits: Number(row.credits),
    creditCents: Number(row.credit_cents),
    refundCents: Number(row.refund_cents),
    failedPayments: Number(row.failed_payments),
  }));
}

export type WebhookHealth = { waiting: number; oldestWaiting: Date | null; lastReceived: Date | null };

/** How Stripe's webhooks stand. */
export async function webhookHealth(tx: Tx): Promise<WebhookHealth> {
  const [row] = await tx.execute<{ waiting: number; oldest_waiting: string | null; last_received: string | null }>(
    sql`select * from lookup.webhook_health()`,
  );
  const asDate = (text: string | null | undefined) => (text ? new Date(text) : null);
  return { waiting: row?.waiting ?? 0, oldestWaiting: asDate(row?.oldest_waiting), lastReceived: asDate(row?.last_received) };
}

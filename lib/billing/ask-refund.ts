import { transaction } from "@/db/client";
import { insertRefund, lockRefunds } from "@/db/queries/refunds";
import { requirePermission } from "@/lib/accounts/require-permission";
import { refuseOwnStanding } from "@/lib/accounts/set-role";
import { recordAccess } from "@/lib/audit/record-access";
import { type Actor, nameOf } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { RefundReason } from "@/lib/billing/refund-reasons";
import { refundableOf } from "@/lib/billing/refundable";

export interface RefundAsked {
  /** Made with the form: a form that is sent twice asks once. */
  id: string;
  accountId: string;
  amountCents: number;
  reason: RefundReason;
}

/**
 * Asks the worker to give back unused days of the paid month (clause 0.4). Nothing is refunded here: the row is the request, and the worker
 * looks at everything once more before it calls Stripe. Of two at once, one waits for the other, and what exceeds the rest is refused.
 * @throws AppError forbidden; conflict with `reason` own_standing, nothing_to_refund, or too_much and `mostCents`.
 */
export async function askRefund(actor: Actor, { id, accountId, amountCents, reason }: RefundAsked): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "refunds.write");
    refuseOwnStanding(actor, accountId);
    await lockRefunds(tx, accountId);
    const of = await refundableOf(tx, accountId, now(), id);
    if (!of) throw new AppError("conflict", { reason: "nothing_to_refund" });
    if (amountCents > of.mostCents) throw new AppError("conflict", { reason: "too_much", mostCents: String(of.mostCents) });
    const { invoiceId, lineId, currency, unusedCents } = of;
    const asked = { id, accountId, invoiceId, lineId, amountCents, currency, unusedCents, reason, askedBy: nameOf(actor) };
    if (!(await insertRefund(tx, asked))) return;
    await recordAccess(tx, { act: "refund.ask", object: `refund:${id}`, subject: accountId, reason, facts: { amountCents } });
  });
}

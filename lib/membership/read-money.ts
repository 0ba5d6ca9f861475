import { type Tx, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { type FinalInvoiceRow, listFinalInvoices } from "@/db/queries/final-invoices";
import { listRefunds, type RefundRow } from "@/db/queries/refunds";
import { subscriptionOf } from "@/db/queries/subscriptions";
import type { MemberReason } from "@/lib/accounts/read-member";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { type Plan, planOf } from "@/lib/billing/plan";
import { type Refundable, refundableOf } from "@/lib/billing/refundable";

export interface MemberMoney {
  plan: Plan;
  /** The newest paid month, and what of it can be given back now; null when none was paid. */
  refundable: Refundable | null;
  /** `by`: the address of who asked for it, or where that was done; null when they are no more. */
  refunds: (RefundRow & { by: string | null })[];
  lastInvoices: FinalInvoiceRow[];
  /** What Stripe holds as the member's credit, in cents. */
  creditCents: number;
}

async function withAskers(tx: Tx, refunds: RefundRow[]): Promise<MemberMoney["refunds"]> {
  const found: MemberMoney["refunds"] = [];
  for (const refund of refunds) {
    const [kind, id = ""] = refund.askedBy.split(":");
    const by = kind === "staff" ? ((await findAccount(tx, id))?.email ?? null) : "the host";
    found.push({ ...refund, by });
  }
  return found;
}

/**
 * What staff see of one member's money before they give any back, as it was last read from Stripe. The look is a line that the member can
 * read.
 * @throws AppError forbidden
 */
export async function readMoney(actor: Extract<Actor, { kind: "staff" }>, accountId: string, reason: MemberReason): Promise<MemberMoney> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "money.read");
    await recordAccess(tx, { act: "money.look", object: `account:${accountId}`, subject: accountId, reason });
    return {
      plan: await planOf(tx, accountId),
      refundable: await refundableOf(tx, accountId, now()),
      refunds: await withAskers(tx, await listRefunds(tx, accountId)),
      lastInvoices: await listFinalInvoices(tx, accountId),
      creditCents: (await subscriptionOf(tx, accountId))?.creditCents ?? 0,
    };
  });
}

import { transaction } from "@/db/client";
import { isKeeping, lockKeep } from "@/db/queries/requests";
import { subscriptionOf } from "@/db/queries/subscriptions";
import { recordAccess } from "@/lib/audit/record-access";
import { AppError } from "@/lib/base/errors";
import { standingOf } from "@/lib/billing/plan";
import { recordRequest } from "@/lib/requests/record-request";

/**
 * Asks the worker to take a cancellation back before the plan ends. Web's key could not do it. Pressed twice, also at the
 * same moment, it is asked for once.
 * @throws AppError conflict with `reason` not_ending when the plan was not cancelled, or is over.
 */
export async function askKeepPlan(accountId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await lockKeep(tx, accountId);
    const subscription = await subscriptionOf(tx, accountId);
    const runs = ["active", "past_due", "suspended"].includes(standingOf(subscription));
    if (!subscription?.cancelAtPeriodEnd || !runs) throw new AppError("conflict", { reason: "not_ending" });
    if (await isKeeping(tx, accountId)) return;
    const object = `subscription:${subscription.id}`;
    await recordAccess(tx, { act: "subscription.ask-keep", object, subject: accountId, reason: "member" });
    await recordRequest(tx, { accountId, kind: "keep-plan", subjectId: accountId });
  });
}

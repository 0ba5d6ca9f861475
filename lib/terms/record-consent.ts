import type { Tx } from "@/db/client";
import { insertConsent } from "@/db/queries/consents";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { versionsToAgreeTo } from "@/lib/terms/policy";

/** What somebody was shown when they agreed. */
export type Shown = { policyVersion: string; monthlyCents: number; unitCents: number };

/**
 * Records that an account agrees to the policy's version and the prices that it was shown, in the caller's transaction (clause 0.2). The
 * version is the one in force, or one that is announced.
 * @throws AppError conflict with `reason: terms_changed` when these are neither: they have to be shown again first.
 */
export async function recordConsent(tx: Tx, accountId: string, shown: Shown): Promise<void> {
  const { policyVersion, monthlyCents, unitCents } = shown;
  const at = now();
  const offered = versionsToAgreeTo(at).find(({ version }) => version === policyVersion);
  const isAsShown = offered?.prices.monthlyCents === monthlyCents && offered.prices.unitCents === unitCents;
  if (!isAsShown) throw new AppError("conflict", { reason: "terms_changed" });
  await insertConsent(tx, { accountId, policyVersion, monthlyCents, unitCents, agreedAt: at });
  await recordAccess(tx, {
    act: "consent.give",
    object: `policy:${policyVersion}`,
    subject: accountId,
    reason: "agreed",
    facts: { monthlyCents, unitCents },
  });
}

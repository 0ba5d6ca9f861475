import { type Tx, transaction } from "@/db/client";
import { type ConsentRow, hasConsent, listConsents } from "@/db/queries/consents";
import { pollAtOnce } from "@/db/queries/polls";
import { now } from "@/lib/base/clock";
import { announcedPolicies, findPolicy, policyInForce, takesEffect, versionsToAgreeTo } from "@/lib/terms/policy";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { recordConsent, type Shown } from "@/lib/terms/record-consent";

/** Whether an account has agreed to the terms in force, or to ones that come after them. Without that nothing is done for it by itself. */
export async function hasAgreed(tx: Tx, accountId: string): Promise<boolean> {
  return await hasConsent(
    tx,
    accountId,
    versionsToAgreeTo().map(({ version }) => version),
  );
}

export interface Agreement {
  /** All that the member has agreed to, newest first. */
  given: ConsentRow[];
  /** The version that the member last agreed to; null when it is none that was published here, or there is none. */
  last: PolicyDocument | null;
  /** The version to agree to: that in force, else the next that is announced; null when there is nothing to agree to. */
  asked: PolicyDocument | null;
  /** Whether that one is in force, so that the automation waits for the member's word. */
  waits: boolean;
}

/** What a member has agreed to, and what there is to agree to. */
export async function readAgreement(accountId: string): Promise<Agreement> {
  const given = await transaction({ kind: "member", accountId }, (tx) => listConsents(tx, accountId));
  const agreed = new Set(given.map(({ policyVersion }) => policyVersion));
  const at = now();
  const waits = !versionsToAgreeTo(at).some(({ version }) => agreed.has(version));
  const next = announcedPolicies(at).find(({ version }) => !agreed.has(version)) ?? null;
  const newest = given.map(({ policyVersion }) => findPolicy(policyVersion)).filter((one) => one !== null);
  const [last = null] = newest.toSorted((one, other) => takesEffect(other).getTime() - takesEffect(one).getTime());
  return { given, last, asked: waits ? policyInForce(at) : next, waits };
}

/**
 * A member agrees to a new version: from then on the automation goes on, and the platforms are looked at at once.
 * @throws AppError conflict with `reason: terms_changed` when what was shown is neither in force nor announced any more.
 */
export async function agreeAnew(accountId: string, shown: Shown): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await recordConsent(tx, accountId, shown);
    await pollAtOnce(tx, accountId, now());
  });
}

import { transaction } from "@/db/client";
import { insertEvidence } from "@/db/queries/clause-evidence";
import { staffRole } from "@/db/queries/members";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { OrgClause } from "@/lib/oversight/evidence/org-clauses";

/** Evidence counts for three years at the most; what has not run out by then should be looked at anew. */
export const longestDays = 1_095;

export type GivenEvidence = { clause: OrgClause; title: string; text: string; reference: string; validUntil: Date };

/**
 * Keeps evidence for a clause, in the name and with the role of who gives it. Title, text, role and dates are published; the reference is not.
 * @returns its id
 * @throws AppError forbidden; invalid_input with `field` until, for a time that is past or more than three years ahead.
 */
export async function recordEvidence(actor: Extract<Actor, { kind: "staff" }>, given: GivenEvidence): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "evidence.write");
    const at = now();
    if (given.validUntil <= at || given.validUntil > later(at, longestDays * dayMs))
      throw new AppError("invalid_input", { field: "until" });
    const authorRole = (await staffRole(tx)) ?? "";
    const id = await insertEvidence(tx, { ...given, recordedBy: actor.staffId, authorRole });
    const facts = { clause: given.clause, until: given.validUntil.toISOString() };
    await recordAccess(tx, { act: "evidence.record", object: `evidence:${id}`, subject: null, reason: "asked_in_console", facts });
    return id;
  });
}

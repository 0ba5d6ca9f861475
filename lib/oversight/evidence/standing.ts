import { transaction } from "@/db/client";
import { findEvidence } from "@/db/queries/clause-evidence";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import type { OrgClause } from "@/lib/oversight/evidence/org-clauses";

/** Evidence that runs out is told of this long before. */
export const runningOutDays = 30;

/** As it is published: who gave it stands there by role. */
export type EvidenceStanding =
  | { state: "not_evidenced" }
  | { state: "evidenced" | "expired"; title: string; text: string; authorRole: string; recordedAt: Date; validUntil: Date };

/** How a clause stands by what people have shown for it: by what counts longest of what was not withdrawn. Any actor may ask; it reads nothing of an account. */
export async function readStanding(clause: OrgClause, actor: Actor): Promise<EvidenceStanding> {
  const row = await transaction(actor, (tx) => findEvidence(tx, clause));
  if (!row) return { state: "not_evidenced" };
  const { title, text, authorRole, recordedAt, validUntil } = row;
  return { state: validUntil > now() ? "evidenced" : "expired", title, text, authorRole, recordedAt, validUntil };
}

import { transaction } from "@/db/client";
import { withdrawEvidenceRow } from "@/db/queries/clause-evidence";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/** Takes evidence back, once: it stays readable to staff and counts no more. @throws AppError forbidden; not_found when it is withdrawn already. */
export async function withdrawEvidence(actor: Extract<Actor, { kind: "staff" }>, id: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "evidence.write");
    const row = await withdrawEvidenceRow(tx, id, actor.staffId, now());
    if (!row) throw new AppError("not_found");
    const facts = { clause: row.clause };
    await recordAccess(tx, { act: "evidence.withdraw", object: `evidence:${id}`, subject: null, reason: "asked_in_console", facts });
  });
}

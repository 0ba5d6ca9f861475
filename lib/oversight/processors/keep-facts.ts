import { transaction } from "@/db/client";
import { type ProcessorFacts, putFacts, withdrawProcessorRow } from "@/db/queries/processors";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { calledProcessors } from "@/lib/oversight/processors/called";

type Staff = Extract<Actor, { kind: "staff" }>;
const reason = "asked_in_console";

/**
 * Keeps what the organisation knows of a processor: agreement, certificate, review. It promises members nothing, so it counts at once.
 * @throws AppError forbidden; not_found
 */
export async function keepFacts(actor: Staff, id: string, facts: ProcessorFacts): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "processors.write");
    const row = await putFacts(tx, id, facts);
    if (!row) throw new AppError("not_found");
    const known = { processor: row.code, certificateUntil: facts.certificateUntil ?? "", reviewDue: facts.reviewDue ?? "" };
    await recordAccess(tx, { act: "processor.keep", object: `processor:${id}`, subject: null, reason, facts: known });
  });
}

/**
 * Takes a processor off the list: nothing of ours goes to it any more. One that the software calls stays on it.
 * @throws AppError forbidden; not_found when it is withdrawn already; conflict with `reason` still_called
 */
export async function withdrawProcessor(actor: Staff, id: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "processors.write");
    const row = await withdrawProcessorRow(tx, id, now());
    if (!row) throw new AppError("not_found");
    if (calledProcessors.some(({ code }) => code === row.code)) throw new AppError("conflict", { reason: "still_called" });
    const facts = { processor: row.code };
    await recordAccess(tx, { act: "processor.withdraw", object: `processor:${id}`, subject: null, reason, facts });
  });
}

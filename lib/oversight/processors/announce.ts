import { transaction } from "@/db/client";
import { callOffRow, findProcessor, insertChange, type Promised } from "@/db/queries/processors";
import { isUniqueViolation } from "@/db/violations";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

type Staff = Extract<Actor, { kind: "staff" }>;

export type { Promised };

/** Members are told of a new processor, and of other data, purposes, regions or hosts, this long before. The database holds to it too. */
export const noticeDays = 14;

/**
 * Announces a processor that is new, or what is promised of one that is there. Members are told by mail and on /trust/processors within a
 * minute; the worker puts it into effect when its time has come. One that does not wait needs a reason, which is published.
 * @param effectiveAt null for as soon as it may be: in 14 days, or at once with a reason.
 * @returns the change's id
 * @throws AppError forbidden; invalid_input with `field` effective for a time that is too soon; conflict with `reason` announced_already or
 *   same_promise.
 */
export async function announceChange(
  actor: Staff,
  promised: Promised,
  { effectiveAt, urgentReason }: { effectiveAt: Date | null; urgentReason: string },
): Promise<string> {
  try {
    return await transaction(actor, async (tx) => {
      await requirePermission(tx, actor, "processors.write");
      const at = now();
      const soonest = urgentReason ? at : later(at, noticeDays * dayMs);
      const effective = effectiveAt ?? soonest;
      if (effective < soonest) throw new AppError("invalid_input", { field: "effective" });
      const before = await findProcessor(tx, promised.code);
      if (before && isSame(before, promised)) throw new AppError("conflict", { reason: "same_promise" });
      const row = { ...promised, announcedBy: actor.staffId, announcedAt: at, effectiveAt: effective, urgentReason };
      const { id } = await insertChange(tx, row);
      const facts = { processor: promised.code, new: before === null, urgent: urgentReason !== "", effective: effective.toISOString() };
      await recordAccess(tx, {
        act: "processor.announce",
        object: `processor-change:${id}`,
        subject: null,
        reason: "asked_in_console",
        facts,
      });
      return id;
    });
  } catch (thrown) {
    throw isUniqueViolation(thrown, "processor_changes_one_a_processor")
      ? new AppError("conflict", { reason: "announced_already" })
      : thrown;
  }
}

/** Takes an announced change back before it is in effect. @throws AppError forbidden; not_found when it is in effect, or was taken back. */
export async function callOffChange(actor: Staff, id: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "processors.write");
    const row = await callOffRow(tx, id, now());
    if (!row) throw new AppError("not_found");
    const facts = { processor: row.code };
    await recordAccess(tx, {
      act: "processor.call-off",
      object: `processor-change:${id}`,
      subject: null,
      reason: "asked_in_console",
      facts,
    });
  });
}

/** Whether two entries promise the same. */
export function isSame(one: Promised, other: Promised): boolean {
  const of = ({ name, purpose, data, region, hosts }: Promised) => JSON.stringify([name, purpose, data, region, hosts.toSorted()]);
  return of(one) === of(other);
}

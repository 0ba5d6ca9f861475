import { actorOf, transaction } from "@/db/client";
import { askForRepair, setAside, takeUp } from "@/db/queries/differences";
import { insertReconcileRun } from "@/db/queries/reconcile-runs";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { Repair, RepairReason } from "@/lib/billing/difference-kinds";

type Staff = Extract<Actor, { kind: "staff" }>;

/** Asks the worker to compare our books with Stripe's now. @throws AppError forbidden; conflict with `reason` under_way. */
export async function askReconcile(actor: Staff): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "books.repair");
    const runId = await insertReconcileRun(tx, await actorOf(tx), now());
    if (!runId) throw new AppError("conflict", { reason: "under_way" });
    await recordAccess(tx, { act: "books.ask-compare", object: `reconcile:${runId}`, subject: null, reason: "asked_in_console" });
  });
}

/** What was shown when the repair was pressed: another by now is not repaired. */
export type AskedRepair = { difference: string; repair: Exclude<Repair, "look">; amountCents: number; reason: RepairReason };

/**
 * Asks the worker for the repair of one difference, as it was shown. Pressed twice it is asked for once.
 * @throws AppError forbidden; conflict with `reason` other_by_now when it is settled, asked for already or not as it was shown.
 */
export async function askRepair(actor: Staff, { difference, repair, amountCents, reason }: AskedRepair): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "books.repair");
    const askedBy = await actorOf(tx);
    if (!(await askForRepair(tx, difference, { repair, amountCents, askedBy, reason, at: now() }))) {
      throw new AppError("conflict", { reason: "other_by_now" });
    }
    const facts = { repair, amountCents };
    await recordAccess(tx, { act: "books.ask-repair", object: `difference:${difference}`, subject: null, reason, facts });
  });
}

/**
 * Sets aside a difference that only a person can judge, once somebody has looked at it in Stripe's dashboard. It is shown again when either
 * side changes.
 * @throws AppError forbidden; conflict with `reason` other_by_now when it is settled or not as it was shown.
 */
export async function setDifferenceAside(actor: Staff, { difference, amountCents, reason }: Omit<AskedRepair, "repair">): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "books.repair");
    const found = await setAside(tx, difference, { amountCents, askedBy: await actorOf(tx), reason, at: now() });
    if (!found) throw new AppError("conflict", { reason: "other_by_now" });
    const { accountId: subject, kind } = found;
    await recordAccess(tx, { act: "books.set-aside", object: `difference:${difference}`, subject, reason, facts: { kind, amountCents } });
  });
}

/** Opens it again. @throws AppError forbidden; conflict with `reason` other_by_now when it is open, or was never set aside. */
export async function takeDifferenceUp(actor: Staff, difference: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "books.repair");
    const found = await takeUp(tx, difference, { askedBy: await actorOf(tx), at: now() });
    if (!found) throw new AppError("conflict", { reason: "other_by_now" });
    const { accountId: subject, kind } = found;
    await recordAccess(tx, {
      act: "books.take-up",
      object: `difference:${difference}`,
      subject,
      reason: "asked_in_console",
      facts: { kind },
    });
  });
}

import { type Tx, transaction } from "@/db/client";
import { type AccountRow, findAccount } from "@/db/queries/accounts";
import { cancelReset, confirmReset, type FactorResetRow, findOpenReset, insertReset, needsConfirmation } from "@/db/queries/factor-resets";
import { activeStaff, lockStaff } from "@/db/queries/members";
import { endSessions } from "@/lib/accounts/end-sessions";
import { permissions } from "@/lib/accounts/permissions";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

type Staff = Extract<Actor, { kind: "staff" }>;
type Host = Extract<Actor, { kind: "host" }>;

/** How long a reset asked for on the host waits, so that whoever did not want it can cancel it. */
export const hostResetDelayMs = dayMs;

/**
 * Asks for the reset of an account's second factors, when it has lost them all. Nothing happens before another staff member confirms it.
 * @param actor staff with factors.reset, for any account but their own.
 * @throws AppError forbidden; not_found; conflict with `reason` own_standing or already_asked.
 */
export async function askFactorReset(actor: Staff, accountId: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "factors.reset");
    if (actor.staffId === accountId) throw new AppError("conflict", { reason: "own_standing" });
    await findResettable(tx, accountId);
    const id = await insertReset(tx, { accountId, askedBy: actor.staffId, effectiveAt: null });
    await queueMail(tx, { template: "factor-reset-asked", accountId, facts: { from: "confirmation" } });
    await recordReset(tx, "ask", id, accountId, "asked_in_console");
  });
}

/**
 * Confirms a reset that someone else asked for. The account's sessions end, and its next login, with the password alone, deletes its factors.
 * @throws AppError forbidden; not_found; conflict with `reason` needs_another for who asked for it, and for whose factors they are.
 */
export async function confirmFactorReset(actor: Staff, resetId: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "factors.reset");
    if (!(await needsConfirmation(tx, resetId))) throw new AppError("not_found");
    const reset = await confirmReset(tx, resetId, actor.staffId, now());
    if (!reset) throw new AppError("conflict", { reason: "needs_another" });
    await endSessions(tx, reset.accountId, "factors_changed");
    await queueMail(tx, { template: "factor-reset-confirmed", accountId: reset.accountId });
    await recordReset(tx, "confirm", resetId, reset.accountId, "asked_in_console");
  });
}

/** Cancels a reset that has not been applied; also one asked for on the host, within its day. @throws AppError forbidden; not_found. */
export async function cancelFactorReset(actor: Staff, resetId: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "factors.reset");
    const reset = await cancelReset(tx, resetId, now());
    if (!reset) throw new AppError("not_found");
    await queueMail(tx, { template: "factor-reset-cancelled", accountId: reset.accountId });
    await recordReset(tx, "cancel", resetId, reset.accountId, "asked_in_console");
  });
}

/**
 * The reset on the host, for where there are not two others who could do it: it counts after a day, and the account and every owner are
 * told at once, so that any of them can have it cancelled.
 * @returns from when it counts.
 * @throws AppError not_found; conflict with `reason` already_asked, or others_can and how many.
 */
export async function resetFactorsOnHost(actor: Host, accountId: string): Promise<{ effectiveAt: Date }> {
  return await transaction(actor, async (tx) => {
    await lockStaff(tx);
    await findResettable(tx, accountId);
    const others = (await activeStaff(tx, permissions["factors.reset"])).filter(({ id }) => id !== accountId);
    if (others.length >= 2) throw new AppError("conflict", { reason: "others_can", others: String(others.length) });
    const effectiveAt = later(now(), hostResetDelayMs);
    const id = await insertReset(tx, { accountId, askedBy: null, effectiveAt });
    const facts = { from: effectiveAt.toISOString() };
    await queueMail(tx, { template: "factor-reset-asked", accountId, facts });
    for (const owner of await activeStaff(tx, ["owner"])) {
      if (owner.id !== accountId) await queueMail(tx, { template: "factor-reset-announced", accountId: owner.id, facts });
    }
    await recordReset(tx, "ask", id, accountId, "asked_on_host");
    return { effectiveAt };
  });
}

/** The account, if its factors can be reset and no reset is under way. */
async function findResettable(tx: Tx, accountId: string): Promise<AccountRow> {
  const account = await findAccount(tx, accountId);
  if (account?.state !== "active") throw new AppError("not_found");
  if (await findOpenReset(tx, accountId)) throw new AppError("conflict", { reason: "already_asked" });
  return account;
}

async function recordReset(tx: Tx, verb: string, id: FactorResetRow["id"], accountId: string, reason: string): Promise<void> {
  await recordAccess(tx, { act: `factor-reset.${verb}`, object: `reset:${id}`, subject: accountId, reason });
}

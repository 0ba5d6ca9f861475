import { transaction } from "@/db/client";
import { dropPause, keepPause } from "@/db/queries/pauses";
import { pollAtOnce } from "@/db/queries/polls";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

const longestDays = 92;

/**
 * Stops acceptance on every platform, before the next call to one: until a moment, or, with null, until the member resumes. What is accepted
 * stays, and so do requests that wait for a buyer.
 * @throws AppError invalid_input: the moment is past, or more than 92 days away.
 */
export async function pause(accountId: string, until: Date | null): Promise<void> {
  const at = now();
  if (until && (until <= at || until > later(at, longestDays * dayMs))) throw new AppError("invalid_input", { field: "until" });
  await transaction({ kind: "member", accountId }, async (tx) => {
    await keepPause(tx, accountId, { since: at, until });
    await recordAccess(tx, {
      act: "acceptance.pause",
      object: `account:${accountId}`,
      subject: accountId,
      reason: until ? "snooze" : "pause",
    });
  });
}

/** Ends the pause; the platforms are looked at at once. Nothing happens without one. */
export async function resume(accountId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await dropPause(tx, accountId))) return;
    await pollAtOnce(tx, accountId, now());
    await recordAccess(tx, { act: "acceptance.resume", object: `account:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}

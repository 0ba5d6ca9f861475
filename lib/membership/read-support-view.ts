import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { type ActivityRow, listActivity } from "@/db/queries/activity";
import { type ConnectionRow, listLinked } from "@/db/queries/connections";
import { findRules, type RulesRow } from "@/db/queries/rules";
import { findTimeZone, type HoursRow, listHours } from "@/db/queries/schedules";
import { openGrant } from "@/db/queries/support-grants";
import type { LookReason } from "@/lib/accounts/give-support-leave";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { type Plan, planOf } from "@/lib/billing/plan";

/** What support sees of a member who has given leave: nothing sealed, no address, no order. */
export type SupportView = {
  /** The address with all but its first letter and its domain's ending hidden. */
  email: string;
  until: Date;
  plan: Plan;
  connections: Pick<ConnectionRow, "id" | "platform" | "state" | "mode" | "verifiedAt" | "lastPollAt">[];
  timeZone: string | null;
  hours: HoursRow[];
  rules: RulesRow | null;
  activity: ActivityRow[];
};

/** "ada@example.org" as "a•••@•••.org". */
export function redactEmail(email: string): string {
  return `${email.charAt(0)}•••@•••${email.slice(email.lastIndexOf("."))}`;
}

/**
 * Support's look at a member's data. It is written down in the same transaction and before anything is read: row security shows nothing
 * to a look that has left no line, nor without the member's leave.
 * @throws AppError forbidden, with `reason` no_leave when the member gives none; not_found.
 */
export async function readSupportView(
  actor: Extract<Actor, { kind: "staff" }>,
  accountId: string,
  reason: LookReason,
): Promise<SupportView> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.support-view");
    const account = await findAccount(tx, accountId);
    if (!account) throw new AppError("not_found");
    const leave = await openGrant(tx, accountId, now());
    if (!leave) throw new AppError("forbidden", { reason: "no_leave" });
    await recordAccess(tx, { act: "support.look", object: `grant:${leave.id}`, subject: accountId, reason });
    const connections = await listLinked(tx, accountId);
    return {
      email: redactEmail(account.email),
      until: leave.expiresAt,
      plan: await planOf(tx, accountId),
      connections: connections.map(({ id, platform, state, mode, verifiedAt, lastPollAt }) => ({
        id,
        platform,
        state,
        mode,
        verifiedAt,
        lastPollAt,
      })),
      timeZone: await findTimeZone(tx, accountId),
      hours: await listHours(tx, accountId),
      rules: await findRules(tx, accountId),
      activity: await listActivity(tx, accountId, 20),
    };
  });
}

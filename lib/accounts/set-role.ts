import { type Tx, transaction } from "@/db/client";
import { type AccountRow, findAccount } from "@/db/queries/accounts";
import { changeRole, countOtherOwners, lockStaff } from "@/db/queries/members";
import { endSessions } from "@/lib/accounts/end-sessions";
import type { Role } from "@/lib/accounts/permissions";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Gives an account a staff role, another one, or none. Its sessions end at once, and it is told by mail. With a role it reaches no staff
 * page before it has a second factor.
 * @param actor staff with staff.write, for any account but their own; or someone on the host, which is how the first owner comes about.
 * @throws AppError forbidden; not_found; conflict with `reason` own_standing, last_owner, same_role or not_active.
 */
export async function setRole(actor: Actor, accountId: string, role: Role | null): Promise<void> {
  await transaction(actor, async (tx) => {
    await lockStaff(tx);
    await requirePermission(tx, actor, "staff.write");
    const account = await findAccount(tx, accountId);
    if (!account || account.state === "erased") throw new AppError("not_found");
    refuseOwnStanding(actor, accountId);
    if (account.role === role) throw new AppError("conflict", { reason: "same_role" });
    if (role !== null && account.state !== "active") throw new AppError("conflict", { reason: "not_active" });
    await keepAnOwner(tx, account);
    if (!(await changeRole(tx, accountId, role))) throw new AppError("not_found");
    await endSessions(tx, accountId, "role_changed");
    await queueMail(tx, { template: "role-changed", accountId, facts: { role: role ?? "none" } });
    const facts = { from: account.role ?? "none", to: role ?? "none" };
    await recordAccess(tx, { act: "role.change", object: `account:${accountId}`, subject: accountId, reason: askedWhere(actor), facts });
  });
}

/** Nobody changes their own role or state. @throws AppError conflict with `reason` own_standing */
export function refuseOwnStanding(actor: Actor, accountId: string): void {
  if (actor.kind === "staff" && actor.staffId === accountId) throw new AppError("conflict", { reason: "own_standing" });
}

/** Under `lockStaff`: an owner's standing may be taken only while another active owner stays. @throws AppError conflict with `reason` last_owner */
export async function keepAnOwner(tx: Tx, account: AccountRow): Promise<void> {
  if (account.role !== "owner" || account.state !== "active") return;
  if ((await countOtherOwners(tx, account.id)) === 0) throw new AppError("conflict", { reason: "last_owner" });
}

import { type Tx, transaction } from "@/db/client";
import { type AccountRow, findAccount } from "@/db/queries/accounts";
import { changeState, lockStaff } from "@/db/queries/members";
import type { Permission } from "@/lib/accounts/permissions";
import { requirePermission } from "@/lib/accounts/require-permission";
import { keepAnOwner, refuseOwnStanding } from "@/lib/accounts/set-role";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";

type State = AccountRow["state"];
type Change = {
  permission: Permission;
  from: State[];
  to: State;
  /** What belongs to the change, in its transaction. */
  along: (tx: Tx, account: AccountRow) => Promise<void>;
};

/**
 * Moves an account to another state, by staff with the permission or someone on the host. Row security lets only an owner touch an owner.
 * @throws AppError forbidden; not_found; conflict with `reason` own_standing, last_owner or wrong_state.
 */
export async function changeStanding(actor: Actor, accountId: string, { permission, from, to, along }: Change): Promise<void> {
  await transaction(actor, async (tx) => {
    await lockStaff(tx);
    await requirePermission(tx, actor, permission);
    const account = await findAccount(tx, accountId);
    if (!account || account.state === "erased") throw new AppError("not_found");
    refuseOwnStanding(actor, accountId);
    if (!from.includes(account.state)) throw new AppError("conflict", { reason: "wrong_state" });
    if (to !== "active") await keepAnOwner(tx, account);
    if (!(await changeState(tx, accountId, from, to))) throw new AppError("forbidden", { reason: "owner_only" });
    await along(tx, account);
  });
}

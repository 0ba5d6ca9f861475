import { transaction } from "@/db/client";
import type { AccountRow } from "@/db/queries/accounts";
import { listMemberRows, listStaffRows, type MemberFilter } from "@/db/queries/members";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";

export type ListedMember = Pick<AccountRow, "id" | "email" | "state" | "role" | "createdAt">;

/** Accounts whose address contains a text and that are in a state, newest first. @throws AppError forbidden. */
export async function listMembers(actor: Actor, filter: MemberFilter): Promise<ListedMember[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.read");
    const rows = await listMemberRows(tx, filter);
    await recordListed(
      tx,
      "members",
      rows.map(({ id }) => id),
      "asked_in_console",
    );
    return rows;
  });
}

/** Everybody with a role. @throws AppError forbidden. */
export async function listStaff(actor: Actor): Promise<ListedMember[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "staff.read");
    const rows = await listStaffRows(tx);
    await recordListed(
      tx,
      "staff",
      rows.map(({ id }) => id),
      "asked_in_console",
    );
    return rows;
  });
}

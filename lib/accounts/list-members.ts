import { transaction } from "@/db/client";
import type { AccountRow } from "@/db/queries/accounts";
import { listMemberRows, type MemberFilter, readStandings, type Standing } from "@/db/queries/members";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";

export type ListedMember = Pick<AccountRow, "id" | "email" | "state" | "role" | "createdAt">;
/** How one stands, in counts; null for who is no staff. */
export type MemberInList = ListedMember & { standing: Standing | null };

/** Accounts that a filter lets through, a page at a time, with how each stands. @throws AppError forbidden. */
export async function listMembers(actor: Actor, filter: MemberFilter): Promise<MemberInList[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.read");
    const rows = await listMemberRows(tx, filter);
    const ids = rows.map(({ id }) => id);
    await recordListed(tx, "members", ids, "asked_in_console");
    const standings = await readStandings(tx, ids);
    return rows.map((row) => ({ ...row, standing: standings.get(row.id) ?? null }));
  });
}

export type StaffFilter = Omit<MemberFilter, "role"> & { role: AccountRow["role"] };

/** Those who have a role, or one of the roles, a page at a time. @throws AppError forbidden. */
export async function listStaff(actor: Actor, filter: StaffFilter): Promise<ListedMember[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "staff.read");
    const rows = await listMemberRows(tx, { ...filter, role: filter.role ?? "staff" });
    const ids = rows.map(({ id }) => id);
    await recordListed(tx, "staff", ids, "asked_in_console");
    return rows;
  });
}

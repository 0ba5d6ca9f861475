import { listMemberRows, type MemberFilter } from "@/db/queries/members";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import type { Actor } from "@/lib/base/actor";

const head = ["id", "email", "state", "role", "joined_at"];
export type AccountsFilter = Omit<MemberFilter, "cursor" | "limit">;

/**
 * The accounts that a filter lets through as CSV: id, address, state, role (empty for members), when it was made (UTC, ISO 8601). Staff's
 * own list is the same with `role` "staff", for those who may see staff.
 * @throws AppError forbidden.
 */
export async function exportMembers(actor: Actor, filter: AccountsFilter, reason: ExportReason, of: "members" | "staff"): Promise<string> {
  return await exportList(actor, {
    name: of,
    permissions: of === "staff" ? ["staff.read", "lists.export"] : ["members.export"],
    reason,
    narrowed: narrowedBy({ search: filter.search, state: filter.state, role: filter.role }),
    listed: of === "staff" ? "staff" : "members-export",
    page: (tx, cursor, limit) => listMemberRows(tx, { ...filter, cursor, limit }),
    accountOf: ({ id }) => id,
    head,
    cells: ({ id, email, state, role, createdAt }) => [id, email, state, role ?? "", createdAt.toISOString()],
  });
}

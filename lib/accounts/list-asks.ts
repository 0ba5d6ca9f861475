import { transaction } from "@/db/client";
import { type AskFilter, type InviteAsk, listAskRows } from "@/db/queries/invite-asks";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { InviteAsk };

/** Whoever has waited longest for a new link. */
export const longestWaiting = { search: "", sort: "asked", descending: false, cursor: null } as const;

/** Who asked for a new link, a page at a time. @throws AppError forbidden. */
export async function listAsks(actor: Actor, filter: AskFilter): Promise<InviteAsk[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.read");
    return await listAskRows(tx, filter);
  });
}

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportAsks(actor: Actor, filter: Omit<AskFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "invite-asks",
    permissions: ["invites.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: filter.search }),
    listed: "invites",
    page: (tx, cursor, limit) => listAskRows(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: ["email", "asked_at"],
    cells: ({ email, createdAt }) => [email, createdAt.toISOString()],
  });
}

import { transaction } from "@/db/client";
import { listMemberRows } from "@/db/queries/members";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { toCsv } from "@/lib/base/csv";

const batch = 1_000;
const head = ["id", "email", "state", "role", "joined_at"];

/**
 * Every account as CSV, newest first: id, address, state, role (empty for members), when it was made (UTC, ISO 8601). The access log
 * gets a line for each, and one with how many, in the same transaction.
 * @throws AppError forbidden.
 */
export async function exportMembers(actor: Actor): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.export");
    const rows: string[][] = [];
    let before: string | null = null;
    for (;;) {
      const page = await listMemberRows(tx, { search: "", state: null, before, limit: batch });
      rows.push(...page.map(({ id, email, state, role, createdAt }) => [id, email, state, role ?? "", createdAt.toISOString()]));
      await recordListed(
        tx,
        "members-export",
        page.map(({ id }) => id),
        "console",
      );
      before = page.at(-1)?.id ?? null;
      if (page.length < batch) break;
    }
    await recordAccess(tx, {
      act: "members.export",
      object: "accounts:all",
      subject: null,
      reason: "console",
      facts: { rows: rows.length },
    });
    return toCsv([head, ...rows]);
  });
}

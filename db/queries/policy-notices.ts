import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, consents, policyNotices } from "@/db/schema";

export interface PolicyNotice {
  version: string;
  kind: (typeof policyNotices.$inferSelect)["kind"];
  /** Versions of which having agreed to one makes the notice needless. */
  agreeing: string[];
}

/**
 * Marks active members as told who have agreed to some version, to none of `agreeing`, and were not told yet: at most `limit` of them,
 * whose ids come back in order, and of ids above `after` alone. Two workers at once never mark one twice: the second waits for the first, and then finds the row.
 */
export async function markTold(
  tx: Tx,
  { version, kind, agreeing }: PolicyNotice,
  at: Date,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const among = sql.join(
    agreeing.map((one) => sql`${one}`),
    sql`, `,
  );
  const rows = await tx.execute<{ account_id: string }>(sql`
    INSERT INTO ${policyNotices} (account_id, policy_version, kind, told_at)
    SELECT a.id, ${version}, ${kind}, ${at.toISOString()}::timestamptz FROM ${accounts} a
    WHERE a.state = 'active' AND (${after}::uuid IS NULL OR a.id > ${after}::uuid)
      AND EXISTS (SELECT 1 FROM ${consents} c WHERE c.account_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM ${consents} c WHERE c.account_id = a.id AND c.policy_version IN (${among}))
      AND NOT EXISTS (SELECT 1 FROM ${policyNotices} n WHERE n.account_id = a.id AND n.policy_version = ${version} AND n.kind = ${kind})
    ORDER BY a.id LIMIT ${limit}
    ON CONFLICT DO NOTHING RETURNING account_id`);
  return [...rows].map(({ account_id }) => account_id).toSorted();
}

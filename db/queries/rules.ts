import { eq, getTableColumns } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { rules } from "@/db/schema";

export type RulesRow = Omit<typeof rules.$inferSelect, "accountId" | "changedAt">;

const { accountId: _, changedAt: __, ...columns } = getTableColumns(rules);

/** A member's rules; null before they are saved for the first time. */
export async function findRules(tx: Tx, accountId: string): Promise<RulesRow | null> {
  const [row] = await tx.select(columns).from(rules).where(eq(rules.accountId, accountId));
  return row ?? null;
}

export async function keepRules(tx: Tx, accountId: string, row: RulesRow, at: Date): Promise<void> {
  const changes = { ...row, changedAt: at };
  await tx
    .insert(rules)
    .values({ accountId, ...changes })
    .onConflictDoUpdate({ target: rules.accountId, set: changes });
}

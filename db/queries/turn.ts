import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

const keyOf = (name: string) => sql`hashtextextended(${name}, 0)`;

/** Has transactions of one name wait for one another: it is this one's turn until it ends. What it reads from here on is what the earlier ones left. */
export async function waitForTurn(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${keyOf(name)})`);
}

/** The same without waiting: whether it is this transaction's turn, until it ends. */
export async function takeTurn(tx: Tx, name: string): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(${keyOf(name)}) as taken`);
  return row?.taken ?? false;
}

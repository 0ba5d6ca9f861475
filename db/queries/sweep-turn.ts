import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** Whether it is this transaction's turn to look for what is due: of any number of workers one does at a time, until its transaction ends. */
export async function takeSweepTurn(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended('holdfast sweep', 0)) as taken`);
  return row?.taken ?? false;
}

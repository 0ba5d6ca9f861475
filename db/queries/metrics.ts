import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

export type Gauge = { name: string; label: string; value: number };

/** Counts and ages of what the service works on, of nobody in particular. */
export async function readGauges(tx: Tx): Promise<Gauge[]> {
  return [...(await tx.execute<Gauge>(sql`select name, label, value from lookup.metrics()`))];
}

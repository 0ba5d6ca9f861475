import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";

const longestMs = 2_000;

/** Whether this process can serve people: its database answers, and soon. */
export async function isReady(): Promise<boolean> {
  const answers = transaction({ kind: "visitor" }, (tx) => tx.execute(sql`select 1`)).then(
    () => true,
    () => false,
  );
  return await Promise.race([answers, wait(longestMs, false, { ref: false })]);
}

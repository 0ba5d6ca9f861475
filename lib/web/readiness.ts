import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";

/** Whether this process can serve people: its database answers. */
export async function isReady(): Promise<boolean> {
  return await transaction({ kind: "visitor" }, (tx) => tx.execute(sql`select 1`)).then(
    () => true,
    () => false,
  );
}

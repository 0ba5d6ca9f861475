import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { lookUpSession } from "@/db/queries/sessions";

/** Has a session's last proof be ten minutes old. */
export async function makeStale(sessionId: string): Promise<void> {
  const session = await transaction({ kind: "visitor" }, (tx) => lookUpSession(tx, sessionId));
  if (!session) throw new Error("there is no such session");
  await transaction({ kind: "claimed", accountId: session.accountId }, (tx) =>
    tx.execute(sql`update sessions set proved_at = now() - interval '10 minutes' where id = ${sessionId}`),
  );
}

import { transaction } from "@/db/client";
import { lookUpSession, proveSession } from "@/db/queries/sessions";

/** Has a session's last proof be ten minutes old. */
export async function makeStale(sessionId: string): Promise<void> {
  const session = await transaction({ kind: "visitor" }, (tx) => lookUpSession(tx, sessionId));
  if (!session) throw new Error("there is no such session");
  const long = new Date(Date.now() - 600_000);
  await transaction({ kind: "claimed", accountId: session.accountId }, (tx) => proveSession(tx, sessionId, long));
}

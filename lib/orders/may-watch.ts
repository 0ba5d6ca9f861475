import type { Tx } from "@/db/client";
import type { ConnectionRow } from "@/db/queries/connections";
import { planOf, stopsAutomation } from "@/lib/billing/plan";
import { mayCall } from "@/lib/connections/may-call";

/** Whether the automation may call the platform for this connection at the moment: anyone may, and the member's plan has not stopped it. */
export async function mayWatch(tx: Tx, connection: ConnectionRow): Promise<boolean> {
  return !stopsAutomation(await planOf(tx, connection.accountId)) && (await mayCall(tx, connection));
}

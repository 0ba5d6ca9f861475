import type { Tx } from "@/db/client";
import type { ConnectionRow } from "@/db/queries/connections";
import { mayCall } from "@/lib/connections/may-call";
import { automationStop } from "@/lib/orders/automation-stop";

/** Whether the automation may call the platform for this connection at the moment: anyone may, and neither plan nor terms have stopped it. */
export async function mayWatch(tx: Tx, connection: ConnectionRow): Promise<boolean> {
  return (await automationStop(tx, connection.accountId)) === null && (await mayCall(tx, connection));
}

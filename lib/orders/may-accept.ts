import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { ConnectionRow } from "@/db/queries/connections";
import { planOf } from "@/lib/billing/plan";
import { isPermitted } from "@/lib/connections/permit-platform";

export type Stop = "connection_off" | "account_suspended" | "no_active_plan" | "platform_off";

/**
 * Why nothing may be accepted over this connection at this moment; null when it may. Asked in the transaction that takes a hold, and
 * again right before the platform is called.
 */
export async function whyNotAccept(tx: Tx, connection: ConnectionRow): Promise<Stop | null> {
  if (connection.state !== "working" || connection.mode !== "auto") return "connection_off";
  if ((await findAccount(tx, connection.accountId))?.state !== "active") return "account_suspended";
  if (!(await planOf(tx, connection.accountId)).active) return "no_active_plan";
  if (!(await isPermitted(tx, connection.platform))) return "platform_off";
  return null;
}

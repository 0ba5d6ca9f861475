import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { ConnectionRow } from "@/db/queries/connections";
import { isPermitted } from "@/lib/connections/permit-platform";

/** Whether the platform may be called for this connection at the moment: the operator permits the platform, and the account is active. */
export async function mayCall(tx: Tx, { platform, accountId }: ConnectionRow): Promise<boolean> {
  return (await isPermitted(tx, platform)) && (await findAccount(tx, accountId))?.state === "active";
}

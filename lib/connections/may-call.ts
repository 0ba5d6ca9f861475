import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { ConnectionRow } from "@/db/queries/connections";
import { now } from "@/lib/base/clock";
import { platformStanding } from "@/lib/connections/permit-platform";

/**
 * Whether the platform may be called for this connection at the moment: the operator permits it, its answers are understood, it has not
 * asked every caller to wait, and the account is active.
 */
export async function mayCall(tx: Tx, { platform, accountId }: ConnectionRow): Promise<boolean> {
  const { state, pausedUntil } = await platformStanding(tx, platform);
  const resting = pausedUntil !== null && pausedUntil > now();
  return state === "on" && !resting && (await findAccount(tx, accountId))?.state === "active";
}

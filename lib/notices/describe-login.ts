import type { Tx } from "@/db/client";
import { findTimeZone } from "@/db/queries/schedules";
import { findSession } from "@/db/queries/sessions";

/** A login as its holder is told of it. `timeZone` is the member's, an IANA name; UTC for accounts that have not said. */
export type LoginSeen = { device: string; network: string; at: Date; timeZone: string };

/** Where and when a session of this account began; null when the account has none of that id. */
export async function describeLogin(tx: Tx, accountId: string, sessionId: string): Promise<LoginSeen | null> {
  const session = await findSession(tx, accountId, sessionId);
  if (!session) return null;
  const { device, network, createdAt: at } = session;
  return { device, network, at, timeZone: (await findTimeZone(tx, accountId)) ?? "UTC" };
}

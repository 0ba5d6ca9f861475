import type { Tx } from "@/db/client";
import type { Client } from "@/lib/accounts/client";
import { endSessions } from "@/lib/accounts/end-sessions";
import { raiseSession } from "@/lib/accounts/raise-session";
import type { Session } from "@/lib/accounts/read-session";
import { makeRecoveryCodes } from "@/lib/factors/make-recovery-codes";

/** What follows from an account's first factor: its session's new id, and its recovery codes, which are shown now or never. */
export type FirstFactor = { sessionId: string; codes: string[] };

/**
 * Once an account has its first factor: replaces the session by one that has shown it, ends every other session, which nobody has
 * shown it in, and makes recovery codes. In the transaction that enrols the factor.
 * @throws AppError not_signed_in when the session ended meanwhile.
 */
export async function riseWithFirstFactor(tx: Tx, session: Session, client: Client): Promise<FirstFactor> {
  const sessionId = await raiseSession(tx, session, client, { assurance: "factor", reason: "factor" });
  await endSessions(tx, session.accountId, "factors_changed", sessionId);
  return { sessionId, codes: await makeRecoveryCodes(tx, session.accountId, "first_factor") };
}

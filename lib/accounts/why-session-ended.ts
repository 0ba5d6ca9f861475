import { transaction } from "@/db/client";
import { lookUpSession, type SessionEnd } from "@/db/queries/sessions";
import { isSessionId } from "@/lib/accounts/read-session";
import { later, now, secondMs } from "@/lib/base/clock";

/** Why a session is over, where that is worth telling: not of one that its holder ended here. */
export type SessionLoss = "idle" | "longest_time" | Exclude<SessionEnd, "logout" | "replaced">;

/**
 * Why the session of an id is over; null for one that lives, that was logged out of or replaced here, or that never was. The first cause
 * counts: one that had run out before it was ended has run out. Only for whoever holds the session's cookie: it tells of the account.
 */
export async function whySessionEnded(sessionId: string): Promise<SessionLoss | null> {
  if (!isSessionId(sessionId)) return null;
  const found = await transaction({ kind: "visitor" }, (tx) => lookUpSession(tx, sessionId));
  if (!found) return null;
  const overAt = found.endedAt ?? now();
  if (found.expiresAt <= overAt) return "longest_time";
  if (later(found.seenAt, found.idleSeconds * secondMs) <= overAt) return "idle";
  const { endedBecause, state } = found;
  if (endedBecause === "logout" || endedBecause === "replaced") return null;
  return endedBecause ?? (state === "active" ? null : state);
}

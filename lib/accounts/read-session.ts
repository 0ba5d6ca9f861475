import { transaction } from "@/db/client";
import { lookUpSession, type SessionLookup, touchSession } from "@/db/queries/sessions";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";

export type Session = {
  id: string;
  accountId: string;
  email: string;
  role: SessionLookup["role"];
  /** `pending` reaches the verification page and nothing else. */
  assurance: SessionLookup["assurance"];
  /** When the person last showed their password or, where the account has one, a factor. */
  provedAt: Date;
  remembered: boolean;
  createdAt: Date;
  /** When it ends if nothing more is done. */
  idleUntil: Date;
  /** When it ends in any case. */
  expiresAt: Date;
};

/** A cookie's session id comes from us, but nothing that is no UUID may reach the database. */
export const isSessionId = (text: string) => uuid.test(text);
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * The living session of an id, or null: unknown, ended, idle too long, past its time, or of an account that is not active. Read from
 * the database at every request, so that ending one takes effect at once.
 * @param activity whether a person did something. Only that puts the idle end off, and is written at most once a minute;
 *   event streams and fetches in the background pass false.
 */
export async function readSession(sessionId: string, { activity }: { activity: boolean }): Promise<Session | null> {
  if (!isSessionId(sessionId)) return null;
  const found = await transaction({ kind: "visitor" }, (tx) => lookUpSession(tx, sessionId));
  if (!found || found.endedAt || found.state !== "active") return null;
  const at = now();
  const idleUntil = (seenAt: Date) => later(seenAt, found.idleSeconds * secondMs);
  if (found.expiresAt <= at || idleUntil(found.seenAt) <= at) return null;
  const staleBefore = later(at, -minuteMs);
  const touch = activity && found.seenAt < staleBefore;
  if (touch) {
    await transaction({ kind: "claimed", accountId: found.accountId }, (tx) => touchSession(tx, sessionId, at, staleBefore));
  }
  const { id, accountId, email, role, assurance, provedAt, remembered, createdAt, expiresAt } = found;
  return {
    id,
    accountId,
    email,
    role,
    assurance,
    provedAt,
    remembered,
    createdAt,
    expiresAt,
    idleUntil: idleUntil(touch ? at : found.seenAt),
  };
}

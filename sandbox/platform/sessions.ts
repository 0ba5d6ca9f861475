import { createHash, randomBytes } from "node:crypto";
import type { Store, Table } from "@/sandbox/base/store";

/** Seconds that an access token lives, unless a wire says otherwise. */
export const accessSeconds = 3600;

interface Session {
  readonly userId: number;
  /** Milliseconds since 1970; a refresh token has no end of its own. */
  readonly expiresAt: number | null;
  readonly kind: "access" | "refresh";
}

const sessionsTable = (store: Store): Table<Session> => store.table("platform_sessions");
const idOf = (token: string) => createHash("sha256").update(token).digest("hex");

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A new pair. Only digests are stored, so the double's own files hold no usable token. */
export function openSession(store: Store, userId: number, seconds = accessSeconds): TokenPair {
  const accessToken = randomBytes(24).toString("base64url");
  const refreshToken = randomBytes(24).toString("base64url");
  store.transact(() => {
    const table = sessionsTable(store);
    table.put(idOf(accessToken), { userId, kind: "access", expiresAt: Date.now() + seconds * 1000 });
    table.put(idOf(refreshToken), { userId, kind: "refresh", expiresAt: null });
  });
  return { accessToken, refreshToken };
}

/** Whose token it is, or null when it is unknown, over, or of the other kind. */
export function readToken(store: Store, kind: Session["kind"], token: string): number | null {
  const session = sessionsTable(store).get(idOf(token));
  if (!session || session.kind !== kind) return null;
  return session.expiresAt !== null && session.expiresAt <= Date.now() ? null : session.userId;
}

/** Trades a refresh token for a new pair. It works once: the same token again answers null. */
export function rotateSession(store: Store, refreshToken: string, seconds = accessSeconds): (TokenPair & { userId: number }) | null {
  return store.transact(() => {
    const userId = readToken(store, "refresh", refreshToken);
    if (userId === null) return null;
    sessionsTable(store).remove(idOf(refreshToken));
    return { ...openSession(store, userId, seconds), userId };
  });
}

/** Ends every access token of a login, as when a session expires on the platform's side. Refresh tokens stay. */
export function endAccess(store: Store, userId: number) {
  const table = sessionsTable(store);
  store.transact(() => {
    for (const [id, session] of table.entries()) {
      if (session.userId === userId && session.kind === "access") table.remove(id);
    }
  });
}

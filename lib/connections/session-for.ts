import type { ConnectionRow } from "@/db/queries/connections";
import { now } from "@/lib/base/clock";
import { requireAdapter } from "@/lib/connections/require-adapter";
import type { PlatformSession } from "@/lib/platforms/contract";
import { openCredential } from "@/lib/vault/open-credential";

interface Held {
  version: number;
  session: PlatformSession;
}

/** Logins in use. They live in this process's memory and nowhere else, and end with it. */
const held = new Map<string, Held>();

/** Logs in with the connection's credential: opens it, which leaves a line that the member can read, and drops it again. */
export async function openSession(connection: ConnectionRow, { job, reason }: { job: string; reason: string }): Promise<Held> {
  const { id: connectionId, accountId, platform, keyId } = connection;
  if (!keyId) throw new Error("a connection without a key");
  const adapter = requireAdapter(platform);
  const { login, version } = await openCredential({ connectionId, accountId, platform, host: adapter.host, keyId }, { job, reason });
  const opened = { version, session: await adapter.logIn(login) };
  held.set(connectionId, opened);
  return opened;
}

/** The connection's login in use, or a new one when there is none, it has run out, or its credential has been replaced. */
export async function sessionFor(connection: ConnectionRow, why: { job: string; reason: string }): Promise<PlatformSession> {
  const known = held.get(connection.id);
  if (known && known.version === connection.credentialVersion && known.session.expiresAt > now()) return known.session;
  return (await openSession(connection, why)).session;
}

/** Forgets a login that the platform has ended, or whose connection is gone. */
export function dropSession(connectionId: string): void {
  held.delete(connectionId);
}

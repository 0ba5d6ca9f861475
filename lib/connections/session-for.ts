import type { ConnectionRow } from "@/db/queries/connections";
import { now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { CallStopped, requireOpen } from "@/lib/connections/guard-calls";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { PlatformError, type PlatformSession } from "@/lib/platforms/contract";
import type { LoginKind } from "@/lib/platforms/login-kinds";
import { openCredential } from "@/lib/vault/open-credential";
import { VaultError } from "@/lib/vault/vault-error";

interface Held {
  version: number;
  session: PlatformSession;
}

/** Logins in use. They live in this process's memory and nowhere else, and end with it. */
const held = new Map<string, Held>();

/** A credential that does not open is as good as a login that the platform refuses: the member has to seal it anew. While the vault is frozen it waits. */
async function open(of: Parameters<typeof openCredential>[0], why: { job: string; reason: string }) {
  try {
    return await openCredential(of, why);
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    if (thrown.why === "frozen") throw new CallStopped();
    log.error("credential not opened", { connection: of.connectionId, why: thrown.why });
    throw new PlatformError("login_refused");
  }
}

/**
 * Logs in with the connection's credential: opens it, which leaves a line that the member can read, and drops it again. `opened` is told
 * its kind, also when the platform then refuses it.
 * @throws PlatformError login_refused when it does not open, or the platform does not take it; unavailable while staff have stopped the
 *   platform or frozen the vault.
 */
export async function openSession(
  connection: ConnectionRow,
  { job, reason }: { job: string; reason: string },
  opened: (kind: LoginKind) => void = () => {},
): Promise<Held> {
  const { id: connectionId, accountId, platform } = connection;
  const adapter = requireAdapter(platform);
  await requireOpen(connection);
  const { login, row } = await open({ connectionId, accountId, platform, host: adapter.host }, { job, reason });
  opened(login.kind);
  if (!adapter.loginKinds.includes(login.kind)) throw new PlatformError("login_refused");
  const session = { version: row.version, session: await adapter.logIn(login) };
  held.set(connectionId, session);
  return session;
}

/**
 * The connection's login in use, or a new one when there is none, it has run out, or its credential has been replaced; what `beforeLogin`
 * throws keeps it from being made.
 * @throws PlatformError login_refused, without a call, while the connection is paused because its login was refused
 */
export async function sessionFor(
  connection: ConnectionRow,
  why: { job: string; reason: string },
  beforeLogin: () => Promise<void> = async () => {},
): Promise<PlatformSession> {
  if (connection.state === "refused") throw new PlatformError("login_refused");
  const known = held.get(connection.id);
  if (known && known.version === connection.credentialVersion && known.session.expiresAt > now()) return known.session;
  await beforeLogin();
  return (await openSession(connection, why)).session;
}

/** Forgets a login that the platform has ended, or whose connection is gone. */
export function dropSession(connectionId: string): void {
  held.delete(connectionId);
}

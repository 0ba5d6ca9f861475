import { transaction, withLock } from "@/db/client";
import { beginVerification, type ConnectionRow, findConnection } from "@/db/queries/connections";
import { hourMs, later, minuteMs, now } from "@/lib/base/clock";
import { mayCall } from "@/lib/connections/may-call";
import { dropSession, openSession } from "@/lib/connections/session-for";
import { type Outcome, settleConnection } from "@/lib/connections/settle-connection";
import { PlatformError } from "@/lib/platforms/contract";
import { acceptVersion } from "@/lib/vault/accept-version";
import { destroyConnectionKeys } from "@/lib/vault/destroy-keys";

const job = "verify-connection";

/** What a try to log in comes to, and the kind of the login as far as it could be opened. */
async function tryLogin(connection: ConnectionRow): Promise<{ outcome: Outcome; loginKind: ConnectionRow["loginKind"] }> {
  let { loginKind } = connection;
  const why = { job, reason: connection.state === "refused" ? "retry" : "verify" };
  try {
    const { version } = await openSession(connection, why, (kind) => {
      loginKind = kind;
    });
    await acceptVersion(connection.id, version);
    return { outcome: { state: "working" }, loginKind };
  } catch (thrown) {
    dropSession(connection.id);
    if (!(thrown instanceof PlatformError)) throw thrown;
    const outcome: Outcome =
      thrown.kind === "login_refused" ? { state: "refused" } : { state: "unreachable", retryAfterSeconds: thrown.retryAfterSeconds };
    return { outcome, loginKind };
  }
}

/** A connection that was unlinked while its login was tried must leave nothing: its own job may have destroyed what there was before. */
async function forgetIfUnlinked(connectionId: string): Promise<void> {
  const current = await transaction({ kind: "system", job }, (tx) => findConnection(tx, connectionId));
  if (current && current.state !== "unlinked") return;
  dropSession(connectionId);
  await destroyConnectionKeys(connectionId);
}

/**
 * Job: tries a connection's login on the platform at once, and says how it stands. When to look again is written down before the
 * login is opened, so that neither a crash nor a fault of our own makes it try in haste; a second login does no harm. One that has
 * worked and is refused now is tried again a few times, far apart. Nothing is
 * called for an account that is suspended, nor on a platform that the operator has switched off.
 */
export async function verifyConnection(connectionId: string): Promise<void> {
  await withLock(`verify:${connectionId}`, async () => {
    const connection = await transaction({ kind: "system", job }, async (tx) => {
      const at = now();
      const due = await beginVerification(tx, connectionId, { at, againAt: later(at, minuteMs), refusedAgainAt: later(at, hourMs) });
      return due && (await mayCall(tx, due)) ? due : null;
    });
    if (!connection) return;
    const { outcome, loginKind } = await tryLogin(connection);
    await settleConnection({ ...connection, loginKind }, outcome);
    await forgetIfUnlinked(connection.id);
  });
}

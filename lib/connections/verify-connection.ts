import { transaction, withLock } from "@/db/client";
import { type ConnectionRow, findConnection, settleLogin } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import { dropSession, openSession } from "@/lib/connections/session-for";
import { queueMail } from "@/lib/notices/queue-mail";
import { PlatformError } from "@/lib/platforms/contract";
import { acceptVersion } from "@/lib/vault/accept-version";

const job = "verify-connection";
const retryMs = 5 * minuteMs;

type Outcome = "working" | "refused" | "unreachable";

/** What a try to log in comes to. */
async function tryLogin(connection: ConnectionRow): Promise<Outcome> {
  try {
    const { version } = await openSession(connection, { job, reason: "verify" });
    await acceptVersion(connection.id, version);
    return "working";
  } catch (thrown) {
    dropSession(connection.id);
    if (!(thrown instanceof PlatformError)) throw thrown;
    return thrown.kind === "login_refused" ? "refused" : "unreachable";
  }
}

/** Writes down that a connection's login works, was refused, or could not be tried; tells the member once of a change for the worse. */
export async function settleConnection(connection: ConnectionRow, state: Outcome): Promise<void> {
  const { id: connectionId, accountId, platform, credentialVersion } = connection;
  const at = now();
  const nextPollAt = state === "working" ? at : state === "unreachable" ? later(at, retryMs) : null;
  await transaction({ kind: "system", job, accountId }, async (tx) => {
    if (!(await settleLogin(tx, connectionId, credentialVersion, { state, at, nextPollAt }))) return;
    await recordActivity(tx, { accountId, connectionId, kind: `login_${state === "working" ? "worked" : state}` as const });
    await recordAccess(tx, { act: "connection.settle", object: `connection:${connectionId}`, subject: accountId, reason: state });
    if (state === "refused") await queueMail(tx, { template: "connection-refused", accountId, facts: { platform } });
    if (state === "working" && !connection.verifiedAt)
      await queueMail(tx, { template: "connection-working", accountId, facts: { platform } });
  });
}

/**
 * Job: tries a connection's login on the platform at once, and says how it stands. A crash before the result is written leaves it due;
 * a second login does no harm.
 */
export async function verifyConnection(connectionId: string): Promise<void> {
  await withLock(`verify:${connectionId}`, async () => {
    const connection = await transaction({ kind: "system", job }, (tx) => findConnection(tx, connectionId));
    if (connection?.state !== "verifying" && connection?.state !== "unreachable") return;
    await settleConnection(connection, await tryLogin(connection));
  });
}

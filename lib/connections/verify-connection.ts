import { transaction, withLock } from "@/db/client";
import { beginStep, type ConnectionRow, settleLogin } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import { mayCall } from "@/lib/connections/may-call";
import { dropSession, openSession } from "@/lib/connections/session-for";
import { queueMail } from "@/lib/notices/queue-mail";
import { PlatformError } from "@/lib/platforms/contract";
import { acceptVersion } from "@/lib/vault/accept-version";

const job = "verify-connection";
/** A platform that does not answer is asked again after this, or later where it says so itself. */
const retrySeconds = 300;

type Outcome = { state: "working" | "refused" } | { state: "unreachable"; retryAfterSeconds: number | null };

/** What a try to log in comes to. */
async function tryLogin(connection: ConnectionRow): Promise<Outcome> {
  try {
    const { version } = await openSession(connection, { job, reason: "verify" });
    await acceptVersion(connection.id, version);
    return { state: "working" };
  } catch (thrown) {
    dropSession(connection.id);
    if (!(thrown instanceof PlatformError)) throw thrown;
    if (thrown.kind === "login_refused") return { state: "refused" };
    return { state: "unreachable", retryAfterSeconds: thrown.retryAfterSeconds };
  }
}

function nextStepAt(outcome: Outcome, at: Date): Date | null {
  if (outcome.state === "unreachable") return later(at, Math.max(retrySeconds, outcome.retryAfterSeconds ?? 0) * secondMs);
  return outcome.state === "working" ? at : null;
}

/** Writes down that a connection's login works, was refused, or could not be tried; tells the member once of a change for the worse. */
export async function settleConnection(connection: ConnectionRow, outcome: Outcome): Promise<void> {
  const { id: connectionId, accountId, platform, credentialVersion } = connection;
  const { state } = outcome;
  const at = now();
  await transaction({ kind: "system", job, accountId }, async (tx) => {
    if (!(await settleLogin(tx, connectionId, credentialVersion, { state, at, nextPollAt: nextStepAt(outcome, at) }))) return;
    if (state === connection.state) return;
    await recordActivity(tx, { accountId, connectionId, kind: `login_${state === "working" ? "worked" : state}` as const });
    await recordAccess(tx, { act: "connection.settle", object: `connection:${connectionId}`, subject: accountId, reason: state });
    if (state === "refused") await queueMail(tx, { template: "connection-refused", accountId, facts: { platform } });
    if (state === "working" && !connection.verifiedAt)
      await queueMail(tx, { template: "connection-working", accountId, facts: { platform } });
  });
}

/**
 * Job: tries a connection's login on the platform at once, and says how it stands. When to look again is written down before the
 * login is opened, so that neither a crash nor a fault of our own makes it try in haste; a second login does no harm. Nothing is
 * called for an account that is suspended, nor on a platform that the operator has switched off.
 */
export async function verifyConnection(connectionId: string): Promise<void> {
  await withLock(`verify:${connectionId}`, async () => {
    const connection = await transaction({ kind: "system", job }, async (tx) => {
      const due = await beginStep(tx, connectionId, ["verifying", "unreachable"], later(now(), minuteMs));
      return due && (await mayCall(tx, due)) ? due : null;
    });
    if (connection) await settleConnection(connection, await tryLogin(connection));
  });
}

import type { ConnectionRow } from "@/db/queries/connections";
import { tallySign } from "@/lib/audit/tally-signs";
import { CallStopped, guardCalls, requireGoing, requireOpen, type StopCheck } from "@/lib/connections/guard-calls";
import { dropSession, openSession, sessionFor } from "@/lib/connections/session-for";
import { PlatformError, type PlatformSession } from "@/lib/platforms/contract";

const pauseSeconds = 900;
type Work<Result> = (session: PlatformSession) => Promise<Result>;

interface Why {
  job: string;
  reason: string;
  /** Whether an order was asked for before: then what came of it is read even for an account that is stopped. */
  asked?: boolean;
  stopOf: StopCheck;
}

/** Before a login is opened: each call after that looks by itself, see guard-calls.ts. */
const mayLogIn = (connection: ConnectionRow, { asked, stopOf }: Why) =>
  asked ? requireOpen(connection) : requireGoing(connection, stopOf);

async function workAnew<Result>(connection: ConnectionRow, why: Why, work: Work<Result>): Promise<Result> {
  await mayLogIn(connection, why);
  const { session } = await openSession(connection, why);
  try {
    return await work(guardCalls(session, connection, { asked: why.asked ?? false, stopOf: why.stopOf }));
  } catch (thrown) {
    if (!(thrown instanceof PlatformError && thrown.kind === "login_expired")) throw thrown;
    throw new PlatformError("unavailable", pauseSeconds);
  }
}

/**
 * Runs `work` with the connection's login. When the platform says that the login has ended, logs in anew and runs it once more, so
 * `work` must bear running twice. Before each call, logging in included, the account is looked at; see guard-calls.ts.
 * @throws AccountStopped in the place of a call for an account that is active no longer, or that `stopOf` stops.
 * @throws CallStopped in the place of a call while staff have stopped the platform, or of an opening while the vault is frozen.
 * @throws PlatformError login_refused when the platform no longer takes the login; unavailable, with a long pause, when it takes the login
 *   and yet does not serve it, so that logging in does not become a habit.
 *   How it went is counted as a sign of the platform's health.
 */
export async function withSession<Result>(connection: ConnectionRow, why: Why, work: Work<Result>): Promise<Result> {
  const tally = (kind: "call_well" | "call_failed") => tallySign({ kind: "system", job: why.job }, { kind, object: connection.platform });
  try {
    const result = await workIn(connection, why, work);
    tally("call_well");
    return result;
  } catch (thrown) {
    if (thrown instanceof PlatformError && !(thrown instanceof CallStopped)) tally("call_failed");
    throw thrown;
  }
}

async function workIn<Result>(connection: ConnectionRow, why: Why, work: Work<Result>): Promise<Result> {
  const { asked = false, stopOf } = why;
  try {
    const session = await sessionFor(connection, why, () => mayLogIn(connection, why));
    return await work(guardCalls(session, connection, { asked, stopOf }));
  } catch (thrown) {
    if (!(thrown instanceof PlatformError && thrown.kind === "login_expired")) throw thrown;
    dropSession(connection.id);
    return await workAnew(connection, why, work);
  }
}

import type { ConnectionRow } from "@/db/queries/connections";
import { dropSession, openSession, sessionFor } from "@/lib/connections/session-for";
import { PlatformError, type PlatformSession } from "@/lib/platforms/contract";

const pauseSeconds = 900;
type Work<Result> = (session: PlatformSession) => Promise<Result>;

async function workAnew<Result>(connection: ConnectionRow, why: { job: string; reason: string }, work: Work<Result>): Promise<Result> {
  const { session } = await openSession(connection, why);
  try {
    return await work(session);
  } catch (thrown) {
    if (!(thrown instanceof PlatformError && thrown.kind === "login_expired")) throw thrown;
    throw new PlatformError("unavailable", pauseSeconds);
  }
}

/**
 * Runs `work` with the connection's login. When the platform says that the login has ended, logs in anew and runs it once more, so
 * `work` must bear running twice.
 * @throws PlatformError login_refused when the platform no longer takes the login; unavailable, with a long pause, when it takes the login
 *   and yet does not serve it, so that logging in does not become a habit.
 */
export async function withSession<Result>(
  connection: ConnectionRow,
  why: { job: string; reason: string },
  work: Work<Result>,
): Promise<Result> {
  try {
    return await work(await sessionFor(connection, why));
  } catch (thrown) {
    if (!(thrown instanceof PlatformError && thrown.kind === "login_expired")) throw thrown;
    dropSession(connection.id);
    return await workAnew(connection, why, work);
  }
}

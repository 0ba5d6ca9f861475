import type { ConnectionRow } from "@/db/queries/connections";
import { dropSession, openSession, sessionFor } from "@/lib/connections/session-for";
import { PlatformError, type PlatformSession } from "@/lib/platforms/contract";

/**
 * Runs `work` with the connection's login. When the platform says that the login has ended, logs in anew and runs it once more, so
 * `work` must bear running twice.
 * @throws PlatformError login_refused when the platform no longer takes the login.
 */
export async function withSession<Result>(
  connection: ConnectionRow,
  why: { job: string; reason: string },
  work: (session: PlatformSession) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(await sessionFor(connection, why));
  } catch (thrown) {
    if (!(thrown instanceof PlatformError && thrown.kind === "login_expired")) throw thrown;
    dropSession(connection.id);
    return await work((await openSession(connection, why)).session);
  }
}

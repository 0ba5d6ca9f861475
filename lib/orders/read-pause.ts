import type { Tx } from "@/db/client";
import { listLinesAbout } from "@/db/queries/access-lines";
import { passwordSetAt } from "@/db/queries/passwords";
import { connectionModes } from "@/db/schema";

/** A stop of automatic acceptance that the member did not set themselves. */
export interface Pause {
  at: Date;
  /** As `pauseAll` was told it, a code. */
  reason: string;
  /** Whether the password has been set anew since. */
  passwordChanged: boolean;
}

/** What the member says by their own switch; any other reason is a pause. */
const ownReasons = new Set<string>(connectionModes);

/**
 * What the access log says of automatic acceptance: whether it has ever been switched on, and the pause that stands, which is the last
 * line about it when that is none of the member's own. The log is insert-only, so nothing has to be kept beside it.
 */
export async function findPause(tx: Tx, accountId: string): Promise<{ everOn: boolean; pause: Pause | null }> {
  const [last] = await listLinesAbout(tx, accountId, ["connection.mode"], 1);
  if (!last || ownReasons.has(last.reason)) return { everOn: last !== undefined, pause: null };
  const setAt = await passwordSetAt(tx, accountId);
  return { everOn: true, pause: { at: last.at, reason: last.reason, passwordChanged: setAt !== null && setAt > last.at } };
}

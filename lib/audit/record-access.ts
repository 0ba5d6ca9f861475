import { actorOf, type Tx } from "@/db/client";
import { insertAccessLine } from "@/db/queries/access-lines";
import { now } from "@/lib/base/clock";

export type Access = {
  /** What was done, as noun and verb: "credential.open". */
  act: string;
  /** To what: kind and id, "connection:018f…". */
  object: string;
  /** Whose data it was, an account's id; null when nobody's. */
  subject: string | null;
  /** Why, as a code: "invite", "poll". */
  reason: string;
  /** Numbers and codes that belong to it; never what a person typed, and no personal data. */
  facts?: Record<string, string | number | boolean>;
};

/**
 * Adds a line to the access log, in the caller's transaction: it exists exactly when the act does. Who did it is whoever the
 * transaction acts for. The sequencer chains it within a second or so (clause 3d).
 */
export async function recordAccess(tx: Tx, access: Access): Promise<void> {
  await insertAccessLine(tx, { at: now(), actor: await actorOf(tx), ...access, facts: access.facts ?? {} });
}

import type { Tx } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { affectedIds } from "@/db/queries/incident-findings";
import { activeStaff } from "@/db/queries/members";
import { closeAllSessions } from "@/db/queries/sessions";
import { endSessions } from "@/lib/accounts/end-sessions";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { roles } from "@/lib/accounts/permissions";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { type Contained, contain } from "@/lib/oversight/incidents/contain";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";

/** Whose sessions end. `affected` are the members that a finding names; more than `mostAffected` are ended with everyone's. */
export type SessionSet = { of: "account"; email: string } | { of: "affected"; findingId: string } | { of: "staff" } | { of: "everyone" };

const mostAffected = 2_000;

async function accountsOf(tx: Tx, set: Exclude<SessionSet, { of: "everyone" }>, incidentId: string): Promise<string[]> {
  if (set.of === "staff") return (await activeStaff(tx, roles)).map(({ id }) => id);
  if (set.of === "affected") {
    const ids = await affectedIds(tx, incidentId, set.findingId, mostAffected + 1);
    if (ids.length > mostAffected) throw new AppError("conflict", { reason: "too_many_affected" });
    return ids;
  }
  const email = normaliseEmail(set.email);
  const account = email === null ? null : await findAccountByEmail(tx, email);
  if (!account || account.state === "erased")
    throw new AppError("invalid_input", { fields: JSON.stringify({ email: "Nobody has that address." }) });
  return [account.id];
}

/**
 * Logs out a set of people for good, but for the very session in which it is asked for: they can log in again. Each account gets its line in the access
 * log; when it is everyone, one line says so, and logins that are being written meanwhile are waited for and ended too.
 * @throws AppError as inIncident; invalid_input for an unknown address; conflict with `reason` too_many_affected
 */
export async function endSet(actor: Staff, incidentId: string, set: SessionSet, text: string): Promise<Contained> {
  return await contain(actor, incidentId, { act: "end-sessions", text, facts: { of: set.of } }, async (tx) => {
    if (set.of === "everyone") {
      const ended = await closeAllSessions(tx, now(), "incident", actor.sessionId);
      const facts = { ended };
      await recordAccess(tx, { act: "session.end-everyone", object: `incident:${incidentId}`, subject: null, reason: "incident", facts });
      return { ended };
    }
    let ended = 0;
    // In one order, so that two who end overlapping sets do not wait in a circle.
    for (const id of (await accountsOf(tx, set, incidentId)).toSorted())
      ended += await endSessions(tx, id, "incident", id === actor.staffId ? actor.sessionId : null);
    return { ended };
  });
}

import { type Tx, transaction } from "@/db/client";
import { changeIncident, type IncidentRow, type IncidentState, lockIncident, moveIncident } from "@/db/queries/incidents";
import { hasStop } from "@/db/queries/stops";
import { violatedCheck } from "@/db/violations";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { Severity } from "@/lib/oversight/incidents/kinds";
import { note } from "@/lib/oversight/incidents/note";
import { type NewIncident, openIncident } from "@/lib/oversight/incidents/open-incident";

export type Staff = Extract<Actor, { kind: "staff" }>;

/**
 * Runs `work` on an incident that is not closed, by staff with incidents.handle, one after the other.
 * @throws AppError forbidden; not_found; conflict with `reason` incident_closed
 */
export async function inIncident<Result>(
  actor: Staff,
  incidentId: string,
  work: (tx: Tx, incident: IncidentRow) => Promise<Result>,
): Promise<Result> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.handle");
    const incident = await lockIncident(tx, incidentId);
    if (!incident) throw new AppError("not_found");
    if (incident.state === "closed") throw new AppError("conflict", { reason: "incident_closed" });
    return await work(tx, incident);
  });
}

/** Opens an incident by hand. A form that is sent twice opens one. @throws AppError forbidden. */
export async function openByHand(actor: Staff, incident: NewIncident): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.handle");
    return (await openIncident(tx, incident)).incidentId;
  });
}

const nextState = { open: "contained", contained: "resolved", resolved: "closed" } as const;
/** What the database says when an incident may not be closed yet, as a refusal's reason. */
const openDuties: Record<string, string> = { incidents_corrected: "not_corrected", incidents_filed: "not_filed" };

/**
 * Moves an incident on by one: open, contained, resolved, closed. It is closed only when each of its corrective actions, one at the least, has its
 * test or change, and each authority is settled: the database sees to both. A stop of its own has to be lifted first; none is set meanwhile,
 * since whoever sets one waits for the same lock and finds the incident closed.
 * @param from the state that the person saw
 * @throws AppError conflict with `reason` wrong_state when it is in another by now; not_corrected; not_filed; still_stopped
 */
export async function moveOn(actor: Staff, incidentId: string, { from, text }: { from: IncidentState; text: string }): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    const to = from === "closed" ? null : nextState[from];
    if (to === "closed" && (await hasStop(tx, incidentId))) throw new AppError("conflict", { reason: "still_stopped" });
    try {
      if (!to || !(await moveIncident(tx, incidentId, from, to, now()))) throw new AppError("conflict", { reason: "wrong_state" });
    } catch (thrown) {
      const reason = openDuties[violatedCheck(thrown) ?? ""];
      throw reason ? new AppError("conflict", { reason }) : thrown;
    }
    await note(tx, incidentId, { kind: "state", reason: "asked_in_console", text, facts: { from, to } });
  });
}

/** Writes into the timeline. @throws AppError as inIncident */
export async function writeNote(actor: Staff, incidentId: string, text: string): Promise<void> {
  await inIncident(actor, incidentId, (tx) => note(tx, incidentId, { kind: "note", reason: "asked_in_console", text }));
}

/** Says anew how severe it is, and why. @throws AppError as inIncident */
export async function setSeverity(actor: Staff, incidentId: string, severity: Severity, text: string): Promise<void> {
  await inIncident(actor, incidentId, async (tx, { severity: before }) => {
    await changeIncident(tx, incidentId, { severity });
    await note(tx, incidentId, { kind: "severity", reason: "asked_in_console", text, facts: { from: before, to: severity } });
  });
}

/** Takes a role in an incident, for oneself. @throws AppError as inIncident */
export async function takeRole(actor: Staff, incidentId: string, role: "lead" | "scribe"): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    await changeIncident(tx, incidentId, role === "lead" ? { leadId: actor.staffId } : { scribeId: actor.staffId });
    await note(tx, incidentId, { kind: "role", reason: "asked_in_console", facts: { role } });
  });
}

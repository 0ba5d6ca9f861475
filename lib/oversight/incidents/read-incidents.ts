import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { type EntryRow, findIncident, type IncidentFilter, type IncidentRow, listEntries, listIncidentRows } from "@/db/queries/incidents";
import { requirePermission } from "@/lib/accounts/require-permission";
import { AppError } from "@/lib/base/errors";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";

/** Incidents, newest first. @throws AppError forbidden. */
export async function listIncidents(actor: Staff, filter: IncidentFilter): Promise<IncidentRow[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.read");
    return await listIncidentRows(tx, filter);
  });
}

export type Incident = IncidentRow & { lead: string | null; scribe: string | null; entries: (EntryRow & { by: string })[] };

/** One incident with its timeline; staff are named by their addresses. @throws AppError forbidden; not_found. */
export async function readIncident(actor: Staff, incidentId: string): Promise<Incident> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.read");
    const incident = await findIncident(tx, incidentId);
    if (!incident) throw new AppError("not_found");
    const emails = new Map<string, string | null>();
    const emailOf = async (id: string | null): Promise<string | null> => {
      if (id === null) return null;
      if (!emails.has(id)) emails.set(id, (await findAccount(tx, id))?.email ?? null);
      return emails.get(id) ?? null;
    };
    const entries: Incident["entries"] = [];
    for (const entry of await listEntries(tx, incidentId)) {
      const staffId = /^staff:(.+)$/.exec(entry.actor)?.[1] ?? null;
      entries.push({ ...entry, by: (await emailOf(staffId)) ?? entry.actor });
    }
    return { ...incident, lead: await emailOf(incident.leadId), scribe: await emailOf(incident.scribeId), entries };
  });
}

import { type Tx, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { listActions, listFilings } from "@/db/queries/incident-duties";
import { listAffected, listFindings } from "@/db/queries/incident-findings";
import { listNotices } from "@/db/queries/incident-notices";
import { findPost } from "@/db/queries/incident-posts";
import {
  findIncident,
  type IncidentFilter,
  type IncidentRow,
  type IncidentState,
  incidentStates,
  listEntries,
  listIncidentRows,
} from "@/db/queries/incidents";
import { isRotationFrozen } from "@/db/queries/key-tasks";
import { listStops } from "@/db/queries/stops";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { AppError } from "@/lib/base/errors";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";

export { type IncidentFilter, type IncidentRow, type IncidentState, incidentStates };

/** Incidents, a page at a time. @throws AppError forbidden. */
export async function listIncidents(actor: Staff, filter: IncidentFilter): Promise<IncidentRow[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.read");
    return await listIncidentRows(tx, filter);
  });
}

/** The incidents that a filter lets through as CSV; it names no member. Times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportIncidents(
  actor: Staff,
  filter: Omit<IncidentFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "incidents",
    permissions: ["incidents.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, severity: filter.severity, is: filter.is }),
    listed: "staff",
    page: (tx, cursor, limit) => listIncidentRows(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: ["id", "kind", "severity", "state", "drill", "known_at", "contained_at", "resolved_at", "closed_at"],
    cells: ({ id, kind, severity, state, drill, discoveredAt, containedAt, resolvedAt, closedAt }) => [
      id,
      kind,
      severity,
      state,
      drill ? "yes" : "no",
      discoveredAt.toISOString(),
      ...[containedAt, resolvedAt, closedAt].map((at) => at?.toISOString() ?? ""),
    ],
  });
}

/** Names of staff by "staff:id", looked up once each. Who is no staff keeps their own name: a job's, the host's. */
function namesIn(tx: Tx) {
  const emails = new Map<string, string>();
  return async (actor: string): Promise<string> => {
    const staffId = /^staff:(.+)$/.exec(actor)?.[1];
    if (!staffId) return actor;
    const known = emails.get(staffId) ?? (await findAccount(tx, staffId))?.email ?? actor;
    emails.set(staffId, known);
    return known;
  };
}

/** How many of a finding's members a page names, by their ids: who they are their own page says, and a look at that is written down. */
const namedMembers = 20;

async function findingsOf(tx: Tx, incidentId: string) {
  const findings = [];
  for (const finding of await listFindings(tx, incidentId))
    findings.push({ ...finding, named: await listAffected(tx, finding.id, namedMembers) });
  return findings;
}

/** One incident with all that belongs to it; staff are named by their addresses. @throws AppError forbidden; not_found. */
export async function readIncident(actor: Staff, incidentId: string) {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.read");
    const incident = await findIncident(tx, incidentId);
    if (!incident) throw new AppError("not_found");
    const nameOf = namesIn(tx);
    const roleOf = async (id: string | null) => (id === null ? null : await nameOf(`staff:${id}`));
    const entries = [];
    for (const entry of await listEntries(tx, incidentId)) entries.push({ ...entry, by: await nameOf(entry.actor) });
    return {
      ...incident,
      lead: await roleOf(incident.leadId),
      scribe: await roleOf(incident.scribeId),
      entries,
      stops: await listStops(tx),
      rotationFrozen: await isRotationFrozen(tx),
      findings: await findingsOf(tx, incidentId),
      notices: await listNotices(tx, incidentId),
      filings: await listFilings(tx, incidentId),
      actions: await listActions(tx, incidentId),
      post: await findPost(tx, incidentId),
    };
  });
}
export type Incident = Awaited<ReturnType<typeof readIncident>>;

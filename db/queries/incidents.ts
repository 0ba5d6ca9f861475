import { and, asc, eq, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { waitForTurn } from "@/db/queries/turn";
import { incidentEntries, incidents } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type IncidentRow = typeof incidents.$inferSelect;
export type IncidentState = IncidentRow["state"];
export type EntryRow = typeof incidentEntries.$inferSelect;
type NewIncident = Pick<IncidentRow, "kind" | "severity" | "source" | "drill" | "discoveredAt" | "openedBy">;

/** Opens an incident; null when one of this source is there already. */
export async function insertIncident(tx: Tx, incident: NewIncident): Promise<string | null> {
  const rows = await tx
    .insert(incidents)
    .values(incident)
    .onConflictDoNothing({ target: incidents.source })
    .returning({ id: incidents.id });
  return rows[0]?.id ?? null;
}

export async function incidentOfSource(tx: Tx, source: string): Promise<string | null> {
  const [row] = await tx.select({ id: incidents.id }).from(incidents).where(eq(incidents.source, source));
  return row?.id ?? null;
}

export async function findIncident(tx: Tx, id: string): Promise<IncidentRow | null> {
  const [row] = await tx.select().from(incidents).where(eq(incidents.id, id));
  return row ?? null;
}

export const incidentStates = ["open", "contained", "resolved", "closed"] as const satisfies readonly IncidentState[];
const drillOf = { real: false, drill: true } as const;
export type IncidentFilter = Page<"known"> & {
  state: IncidentState | null;
  severity: IncidentRow["severity"] | null;
  is: keyof typeof drillOf | null;
};

/** Incidents that a filter lets through, a page at a time. */
export async function listIncidentRows(tx: Tx, filter: IncidentFilter): Promise<IncidentRow[]> {
  const { past, order, turned } = keyset({ table: incidents, id: incidents.id, by: incidents.discoveredAt }, filter);
  const fits = and(
    filter.state ? eq(incidents.state, filter.state) : undefined,
    filter.severity ? eq(incidents.severity, filter.severity) : undefined,
    filter.is ? eq(incidents.drill, drillOf[filter.is]) : undefined,
  );
  return turned(
    await tx
      .select()
      .from(incidents)
      .where(and(fits, past))
      .orderBy(...order)
      .limit(filter.limit),
  );
}

/** Incidents that are not closed, drills left out. */
export async function countOpenIncidents(tx: Tx): Promise<number> {
  return await tx.$count(incidents, and(isNull(incidents.closedAt), eq(incidents.drill, false)));
}

/** Moves an incident from one state to the next, at `at`. False when it is in another by now: the WHERE decides. */
export async function moveIncident(
  tx: Tx,
  id: string,
  from: IncidentState,
  to: Exclude<IncidentState, "open">,
  at: Date,
): Promise<boolean> {
  const stamps = { contained: { containedAt: at }, resolved: { resolvedAt: at }, closed: { closedAt: at } } as const;
  const rows = await tx
    .update(incidents)
    .set({ state: to, ...stamps[to] })
    .where(and(eq(incidents.id, id), eq(incidents.state, from)))
    .returning({ id: incidents.id });
  return rows.length === 1;
}

/** Changes severity or roles of an incident that is not closed. False when there is none. */
export async function changeIncident(
  tx: Tx,
  id: string,
  change: Partial<Pick<IncidentRow, "severity" | "leadId" | "scribeId">>,
): Promise<boolean> {
  const rows = await tx
    .update(incidents)
    .set(change)
    .where(and(eq(incidents.id, id), ne(incidents.state, "closed")))
    .returning({ id: incidents.id });
  return rows.length === 1;
}

export async function insertEntry(tx: Tx, entry: Omit<EntryRow, "id">): Promise<void> {
  await tx.insert(incidentEntries).values(entry);
}

/** The timeline, oldest first. */
export async function listEntries(tx: Tx, incidentId: string): Promise<EntryRow[]> {
  return await tx
    .select()
    .from(incidentEntries)
    .where(eq(incidentEntries.incidentId, incidentId))
    .orderBy(asc(incidentEntries.at), asc(incidentEntries.id));
}

/** Holds the incident still until the transaction ends, so that what is decided on its state is decided on this state. */
export async function lockIncident(tx: Tx, id: string): Promise<IncidentRow | null> {
  await waitForTurn(tx, `incident:${id}`);
  return await findIncident(tx, id);
}

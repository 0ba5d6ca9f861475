import { actorOf, type Tx } from "@/db/client";
import { incidentOfSource, insertIncident } from "@/db/queries/incidents";
import { activeStaff } from "@/db/queries/members";
import { permissions } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";
import { type IncidentKind, type Severity, titleOf } from "@/lib/oversight/incidents/kinds";
import { note } from "@/lib/oversight/incidents/note";

/** What an incident is opened from, and the id of that: of the form that a member of staff sent, of the anomaly, the report, the judged item of a review. */
export type IncidentSource = { by: "staff" | "anomaly" | "report" | "public-report" | "review"; id: string };

export interface NewIncident {
  kind: IncidentKind;
  severity: Severity;
  source: IncidentSource;
  drill?: boolean;
  /** When the service came to know of it; now by default. */
  discoveredAt?: Date;
}

/**
 * Opens an incident, in the caller's transaction: of a worker's job, or of staff whose permission incidents.handle the caller has asked for. One
 * source opens one incident, however often, and by however many at once, it is asked for. Whoever handles incidents is told by mail, once.
 * Clause 8a.
 * @returns the incident's id, and whether it was opened just now
 */
export async function openIncident(
  tx: Tx,
  { kind, severity, source, drill = false, discoveredAt = now() }: NewIncident,
): Promise<{ incidentId: string; isNew: boolean }> {
  const from = `${source.by}:${source.id}`;
  const made = await insertIncident(tx, { kind, severity, source: from, drill, discoveredAt, openedBy: await actorOf(tx) });
  if (!made) {
    const known = await incidentOfSource(tx, from);
    if (!known) throw new Error("an incident of this source is there and cannot be seen");
    return { incidentId: known, isNew: false };
  }
  await note(tx, made, { kind: "opened", reason: `from_${source.by.replace("-", "_")}`, facts: { kind, severity, drill } });
  for (const { id } of await activeStaff(tx, permissions["incidents.handle"])) {
    const facts = { incidentId: made, title: titleOf(kind), severity, drill: drill ? 1 : 0 };
    await queueMail(tx, { template: "incident-opened", accountId: id, facts });
  }
  return { incidentId: made, isNew: true };
}

import { readAnomaly } from "@/lib/oversight/anomalies/read-anomalies";
import { ruleOf } from "@/lib/oversight/anomalies/rules";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";
import { openByHand } from "@/lib/oversight/incidents/handle-incident";

/**
 * Opens an incident from an anomaly: of the kind that its rule names, as severe as it, known since it was first seen. One anomaly opens one
 * incident, however often it is asked for.
 * @returns the incident's id
 * @throws AppError forbidden, not_found
 */
export async function openFromAnomaly(actor: Staff, anomalyId: string): Promise<string> {
  const { rule: id, firstAt } = await readAnomaly(actor, anomalyId);
  const rule = ruleOf(id);
  const what = { kind: rule?.incident ?? "attack", severity: rule?.severity ?? "medium" } as const;
  return await openByHand(actor, { ...what, source: { by: "anomaly", id: anomalyId }, discoveredAt: firstAt });
}

import { transaction } from "@/db/client";
import { type AnomalyFilter, type FullAnomaly, findAnomaly, type ListedAnomaly, listAnomalyRows } from "@/db/queries/anomalies";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";

type Staff = Extract<Actor, { kind: "staff" }>;

export type { FullAnomaly, ListedAnomaly };

/** Anomalies in some states, newest first. @throws AppError forbidden. */
export async function listAnomalies(actor: Staff, filter: AnomalyFilter): Promise<ListedAnomaly[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "anomalies.read");
    const found = await listAnomalyRows(tx, filter);
    await recordListed(
      tx,
      "anomalies",
      found.map(({ accountId }) => accountId),
    );
    return found;
  });
}

/** One anomaly. @throws AppError forbidden, not_found. */
export async function readAnomaly(actor: Staff, id: string): Promise<FullAnomaly> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "anomalies.read");
    const found = await findAnomaly(tx, id);
    if (!found) throw new AppError("not_found");
    await recordListed(tx, "anomalies", [found.accountId]);
    return found;
  });
}

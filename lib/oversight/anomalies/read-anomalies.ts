import { transaction } from "@/db/client";
import {
  type AnomalyFilter,
  anomalyStates,
  type FullAnomaly,
  findAnomaly,
  type ListedAnomaly,
  listAnomalyRows,
} from "@/db/queries/anomalies";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";

type Staff = Extract<Actor, { kind: "staff" }>;

export { type AnomalyFilter, anomalyStates, type FullAnomaly, type ListedAnomaly };

/** Anomalies, a page at a time. @throws AppError forbidden. */
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

/** The anomalies that a filter lets through as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportAnomalies(
  actor: Staff,
  filter: Omit<AnomalyFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "anomalies",
    permissions: ["anomalies.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, rule: filter.rule }),
    listed: "anomalies",
    page: (tx, cursor, limit) => listAnomalyRows(tx, { ...filter, cursor, limit }),
    accountOf: ({ accountId }) => accountId,
    head: ["id", "rule", "account", "times", "first_at", "last_at", "state", "closed_at", "note"],
    cells: ({ id, rule, email, times, firstAt, lastAt, state, closedAt, note }) => [
      id,
      rule,
      email ?? "",
      String(times),
      firstAt.toISOString(),
      lastAt.toISOString(),
      state,
      closedAt?.toISOString() ?? "",
      note ?? "",
    ],
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

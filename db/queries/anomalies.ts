import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { accounts, anomalies } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type AnomalyRow = typeof anomalies.$inferSelect;
export type FoundAnomaly = Pick<AnomalyRow, "rule" | "key" | "accountId" | "measured" | "networks" | "firstAt" | "lastAt">;

/**
 * Notes what a rule found: a new anomaly, whose id is returned, or more of one that is not closed yet, which rises by what is new.
 * Null for the second: of several rounds one tells of it.
 */
export async function noteAnomaly(tx: Tx, found: FoundAnomaly): Promise<string | null> {
  const isNewer = sql`excluded.last_at > ${anomalies.lastAt}`;
  const [row] = await tx
    .insert(anomalies)
    .values(found)
    .onConflictDoUpdate({
      target: [anomalies.rule, anomalies.key],
      targetWhere: isNull(anomalies.closedAt),
      set: {
        times: sql`${anomalies.times} + case when ${isNewer} then 1 else 0 end`,
        measured: sql`case when ${isNewer} then excluded.measured else ${anomalies.measured} end`,
        networks: sql`case when ${isNewer} then excluded.networks else ${anomalies.networks} end`,
        lastAt: sql`greatest(${anomalies.lastAt}, excluded.last_at)`,
      },
    })
    .returning({ id: anomalies.id, isNew: sql<boolean>`xmax = 0` });
  return row?.isNew ? row.id : null;
}

/** When the anomalies that were closed since a moment were closed. */
export async function closedSince(tx: Tx, since: Date): Promise<{ rule: string; key: string; closedAt: Date }[]> {
  const rows = await tx
    .select({ rule: anomalies.rule, key: anomalies.key, closedAt: anomalies.closedAt })
    .from(anomalies)
    .where(gt(anomalies.closedAt, since));
  return rows.flatMap(({ closedAt, ...row }) => (closedAt ? [{ ...row, closedAt }] : []));
}

export type ListedAnomaly = AnomalyRow & { email: string | null };
export type FullAnomaly = ListedAnomaly & { lookedByEmail: string | null; closedByEmail: string | null };
const looker = alias(accounts, "looker");
const closer = alias(accounts, "closer");
export const anomalyStates = ["waiting", "open", "looked_at", "closed", "false_alarm"] as const;
export type AnomalyFilter = Page<"last" | "found"> & { state: (typeof anomalyStates)[number] | null; rule: string | null };

/** Anomalies that a filter lets through, a page at a time, with the address of the account that each is about; those wait that are not closed. */
export async function listAnomalyRows(tx: Tx, filter: AnomalyFilter): Promise<ListedAnomaly[]> {
  const by = { last: anomalies.lastAt, found: anomalies.id }[filter.sort];
  const { past, order, turned } = keyset({ table: anomalies, id: anomalies.id, by }, filter);
  const inState = filter.state === "waiting" ? isNull(anomalies.closedAt) : filter.state ? eq(anomalies.state, filter.state) : undefined;
  const rows = await tx
    .select({ anomaly: anomalies, email: accounts.email })
    .from(anomalies)
    .leftJoin(accounts, eq(accounts.id, anomalies.accountId))
    .where(and(inState, filter.rule ? eq(anomalies.rule, filter.rule) : undefined, past))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows).map(({ anomaly, email }) => ({ ...anomaly, email }));
}

/** One, with the addresses of those who looked into it and closed it besides. */
export async function findAnomaly(tx: Tx, id: string): Promise<FullAnomaly | null> {
  const [row] = await tx
    .select({ anomaly: anomalies, email: accounts.email, lookedByEmail: looker.email, closedByEmail: closer.email })
    .from(anomalies)
    .leftJoin(accounts, eq(accounts.id, anomalies.accountId))
    .leftJoin(looker, sql`${anomalies.lookedBy} = 'staff:' || ${looker.id}`)
    .leftJoin(closer, sql`${anomalies.closedBy} = 'staff:' || ${closer.id}`)
    .where(eq(anomalies.id, id));
  if (!row) return null;
  const { anomaly, ...addresses } = row;
  return { ...anomaly, ...addresses };
}

/** Settles an anomaly that is not closed. Null when there is none: the WHERE decides between two who do it. */
export async function settleAnomaly(
  tx: Tx,
  id: string,
  change: Partial<Pick<AnomalyRow, "state" | "lookedBy" | "lookedAt" | "closedBy" | "closedAt" | "note">>,
): Promise<AnomalyRow | null> {
  const [row] = await tx
    .update(anomalies)
    .set(change)
    .where(and(eq(anomalies.id, id), isNull(anomalies.closedAt)))
    .returning();
  return row ?? null;
}

/** How many wait for somebody to look at them. */
export async function countOpenAnomalies(tx: Tx): Promise<number> {
  const [row] = await tx.select({ open: count() }).from(anomalies).where(eq(anomalies.state, "open"));
  return row?.open ?? 0;
}

import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AlarmRow } from "@/db/queries/alarms";
import { keyset } from "@/db/queries/keyset";
import { alarms } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type AlarmFilter = Page<"since" | "ended"> & { state: "open" | "ended" | null; kind: string | null };

/** What is open ends after all that has ended. */
const sorts = { since: sql`${alarms.createdAt}`, ended: sql`coalesce(${alarms.endedAt}, 'infinity')` };

/** Alarms that a filter lets through, a page at a time. */
export async function listAlarmRows(tx: Tx, filter: AlarmFilter): Promise<AlarmRow[]> {
  const { state, kind, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: alarms, id: alarms.id, by: sorts[sort] }, filter);
  const inState = { open: isNull(alarms.endedAt), ended: isNotNull(alarms.endedAt) };
  const rows = await tx
    .select()
    .from(alarms)
    .where(and(state ? inState[state] : undefined, kind ? eq(alarms.kind, kind) : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
}

import { and, eq, getTableColumns, inArray, notInArray, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import type { ProcessorRow } from "@/db/queries/processors";
import { processors } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

const p = processors;

export type ListedProcessor = ProcessorRow & { state: "evidenced" | "lacking" | "overdue" | "withdrawn" };
export type ProcessorFilter = Page<"name" | "since" | "certificate" | "review"> & {
  /** A part of its name. */
  search: string;
  state: ListedProcessor["state"] | null;
  called: "yes" | "no" | null;
  /** The codes of those that the software calls. */
  codes: string[];
  /** Today, as 2026-11-30: by it certificates have expired and reviews are overdue. */
  day: string;
  id?: string;
};

/** Hosts that members choose themselves have no agreement with us, so nothing of theirs is lacking. */
const stateOn = (day: string): SQL<ListedProcessor["state"]> => sql`case
  when ${p.withdrawnAt} is not null then 'withdrawn'
  when ${p.certificateUntil} < ${day} or ${p.reviewDue} < ${day} then 'overdue'
  when ${p.code} = 'calendars' then 'evidenced'
  when ${p.region} = '' or ${p.agreement} is null or ${p.certificate} is null or ${p.reviewedOn} is null then 'lacking'
  else 'evidenced' end`;

/** What has no day comes after all days. */
const sorts = {
  name: sql`lower(${p.name})`,
  since: sql`${p.since}`,
  certificate: sql`coalesce(${p.certificateUntil}, 'infinity')`,
  review: sql`coalesce(${p.reviewDue}, 'infinity')`,
};

/** The register, those that were taken off it too, a page at a time. */
export async function pageProcessorRows(tx: Tx, filter: ProcessorFilter): Promise<ListedProcessor[]> {
  const { search, state, called, codes, day, id } = filter;
  const { past, order, turned } = keyset({ table: p, id: p.id, by: sorts[filter.sort] }, filter);
  const standing = stateOn(day);
  const conditions = [
    id === undefined ? undefined : eq(p.id, id),
    search ? sql`position(lower(${search}) in lower(${p.name})) > 0` : undefined,
    state ? sql`${standing} = ${state}` : undefined,
    called === "yes" ? inArray(p.code, codes) : undefined,
    called === "no" ? notInArray(p.code, codes) : undefined,
    past,
  ];
  const rows = await tx
    .select({ ...getTableColumns(p), state: standing })
    .from(p)
    .where(and(...conditions))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows);
}

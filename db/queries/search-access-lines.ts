import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccessLine } from "@/db/queries/access-lines";
import { accessChain, accessLines } from "@/db/schema";

export type LineOrder = "newest" | "oldest";
/** What a search asks for; null where it does not care. */
export type LineFilter = {
  /** Names as lines have them, any of which: "staff:018f…", "system:poll". */
  actors: string[] | null;
  subject: string | null;
  act: string | null;
  reason: string | null;
  from: Date | null;
  /** Up to and without this moment. */
  until: Date | null;
  order: LineOrder;
  /** The id of the last line of the page before. */
  after: string | null;
};

const { id, at, actor, subject, act, reason } = accessLines;

function beyond(after: string, order: LineOrder): SQL {
  const last = sql`(select it.at, it.id from ${accessLines} it where it.id = ${after})`;
  return order === "newest" ? sql`(${at}, ${id}) < ${last}` : sql`(${at}, ${id}) > ${last}`;
}

/** The lines that a filter lets through, a page at a time, by the time at which each was done. Each way to filter has its index. */
export function searchLines(tx: Tx, filter: LineFilter, limit: number) {
  const [one = ""] = filter.actors ?? [];
  const by = filter.order === "newest" ? [desc(at), desc(id)] : [asc(at), asc(id)];
  return tx
    .select()
    .from(accessLines)
    .where(
      and(
        filter.actors ? (filter.actors.length === 1 ? eq(actor, one) : inArray(actor, filter.actors)) : undefined,
        filter.subject ? eq(subject, filter.subject) : undefined,
        filter.act ? eq(act, filter.act) : undefined,
        filter.reason ? eq(reason, filter.reason) : undefined,
        filter.from ? gte(at, filter.from) : undefined,
        filter.until ? lt(at, filter.until) : undefined,
        filter.after ? beyond(filter.after, filter.order) : undefined,
      ),
    )
    .orderBy(...by)
    .limit(limit);
}

/** The places of these lines in the chain; a line that is not chained yet has none. */
export async function placesOf(tx: Tx, lines: Pick<AccessLine, "id">[]): Promise<Map<string, { sequence: number; hash: Buffer }>> {
  if (lines.length === 0) return new Map();
  const rows = await tx
    .select({ lineId: accessChain.lineId, sequence: accessChain.sequence, hash: accessChain.hash })
    .from(accessChain)
    .where(
      inArray(
        accessChain.lineId,
        lines.map((line) => line.id),
      ),
    );
  return new Map(rows.map(({ lineId, sequence, hash }) => [lineId, { sequence, hash }]));
}

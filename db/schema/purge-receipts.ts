import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * What the purge has erased: by which rule of db/retention.ts, how many rows, everything that was due at `until`. Each batch adds its rows in
 * its own transaction, so the count is true after a crash; a receipt without an end is gone on with. One of a rule is under way at a time.
 */
export const purgeReceipts = pgTable(
  "purge_receipts",
  {
    id: id(),
    rule: text("rule").notNull(),
    until: moment("until").notNull(),
    rows: integer("rows").notNull().default(0),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    uniqueIndex("purge_receipts_one_under_way").on(table.rule).where(sql`${table.finishedAt} is null`),
    index("purge_receipts_of_rule").on(table.rule, table.finishedAt),
  ],
);

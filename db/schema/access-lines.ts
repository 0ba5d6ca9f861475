import { bigint, customType, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "@/db/schema/columns";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/**
 * The access log: who touched whose data, and why. Insert-only for every role. A line joins the transaction that it tells of,
 * and holds pseudonymous ids and codes only.
 */
export const accessLines = pgTable(
  "access_lines",
  {
    id: id(),
    at: moment("at").notNull(),
    actor: text("actor").notNull(),
    subject: uuid("subject"),
    act: text("act").notNull(),
    object: text("object").notNull(),
    reason: text("reason").notNull(),
    facts: jsonb("facts").$type<Record<string, string | number | boolean>>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("access_lines_of_subject").on(table.subject, table.at)],
);

/**
 * The chain over the access log, written by one sequencer: each hash covers the line and the hash before it.
 * Insert-only. A crash can leave lines without a link, never a link out of order.
 */
export const accessChain = pgTable("access_chain", {
  sequence: bigint("sequence", { mode: "number" }).primaryKey(),
  lineId: uuid("line_id")
    .notNull()
    .unique()
    .references(() => accessLines.id),
  hash: bytes("hash").notNull(),
  chainedAt: moment("chained_at").notNull(),
});

import { bigint, customType, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/**
 * The access log: who touched whose data, and why. Insert-only for every role. A line joins the transaction that it tells of,
 * and holds pseudonymous ids and codes only; what tells of a person, where the act came from, is sealed under the key of whoever acted.
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
    personal: bytes("personal"),
    createdAt: createdAt(),
  },
  (table) => [
    index("access_lines_of_subject").on(table.subject, table.at),
    index("access_lines_in_time").on(table.at, table.id),
    index("access_lines_of_actor").on(table.actor, table.at, table.id),
    index("access_lines_of_act").on(table.act, table.at, table.id),
    index("access_lines_of_reason").on(table.reason, table.at, table.id),
  ],
);

/**
 * The key that seals what an account's own lines say of the person: made with the first such line, deleted by erasure. The lines and their
 * chain stay as they are, and nobody can read that part any more.
 */
export const accessKeys = pgTable("access_keys", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  key: bytes("key").notNull(),
  createdAt: createdAt(),
});

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

import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * Something that a rule found anomalous, and what people made of it (clauses 5b and 8a). One that is not closed takes in what the same
 * rule finds of the same `key`, so that it is told once. `rule` is listed in lib/oversight/anomalies/rules.ts.
 */
export const anomalies = pgTable(
  "anomalies",
  {
    id: id(),
    rule: text("rule").notNull(),
    /** What its signs have in common: a network, an account, a connection, a platform; empty for all. */
    key: text("key").notNull(),
    accountId: uuid("account_id").references(() => accounts.id),
    /** The most that was measured, by the rule's measures. */
    measured: jsonb("measured").$type<Record<string, number>>().notNull(),
    /** Where it came from, the busiest first. */
    networks: text("networks").array().notNull(),
    /** How often it was found with new signs. */
    times: integer("times").notNull().default(1),
    firstAt: moment("first_at").notNull(),
    lastAt: moment("last_at").notNull(),
    createdAt: createdAt(),
    state: text("state", { enum: ["open", "looked_at", "closed", "false_alarm"] })
      .notNull()
      .default("open"),
    lookedBy: text("looked_by"),
    lookedAt: moment("looked_at"),
    closedBy: text("closed_by"),
    closedAt: moment("closed_at"),
    /** What the last of them wrote about it. */
    note: text("note"),
  },
  (table) => [
    uniqueIndex("anomalies_open_once").on(table.rule, table.key).where(sql`${table.closedAt} is null`),
    index("anomalies_by_last").on(table.lastAt, table.id),
    index("anomalies_closed").on(table.closedAt).where(sql`${table.closedAt} is not null`),
    index("anomalies_of_account").on(table.accountId).where(sql`${table.accountId} is not null`),
    check("anomalies_state", sql`${table.state} in ('open', 'looked_at', 'closed', 'false_alarm')`),
    check(
      "anomalies_closed_by",
      sql`(${table.closedAt} is null) = (${table.closedBy} is null) and (${table.closedAt} is not null) = (${table.state} in ('closed', 'false_alarm'))`,
    ),
    check("anomalies_note", sql`length(${table.note}) <= 2000`),
  ],
);

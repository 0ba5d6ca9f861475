import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { connections } from "@/db/schema/connections";

/** One rule's answer about one offer. `why` is a code without case details; null when the rule is content. */
export interface RuleResult {
  rule: string;
  suits: boolean;
  why: string | null;
}

/**
 * A work order as seen on a platform, without any of its case details: a keyed hash of the platform's id and what became of it.
 * Pay and distance are judged in memory and never stored.
 */
export const offers = pgTable(
  "offers",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id),
    externalHash: text("external_hash").notNull(),
    state: text("state", { enum: ["skipped", "accepting", "accepted", "lost"] }).notNull(),
    seenAt: moment("seen_at").notNull(),
    settledAt: moment("settled_at"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("offers_once").on(table.connectionId, table.externalHash),
    index("offers_of_account").on(table.accountId, table.seenAt),
    check("offers_state", sql`${table.state} in ('skipped', 'accepting', 'accepted', 'lost')`),
  ],
);

/** Why an offer was taken or skipped, rule by rule. A new row only when the outcome or a result differs from the last one. */
export const decisions = pgTable(
  "decisions",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    offerId: uuid("offer_id")
      .notNull()
      .references(() => offers.id),
    decidedAt: moment("decided_at").notNull(),
    outcome: text("outcome", { enum: ["take", "skip"] }).notNull(),
    results: jsonb("results").$type<RuleResult[]>().notNull(),
  },
  (table) => [index("decisions_of_offer").on(table.offerId, table.decidedAt)],
);

import { sql } from "drizzle-orm";
import { check, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
 * How far an offer has come. Not taken: `skipped` by a rule, `dry_run` would have been taken, `notified` the member was told,
 * `asking` the member was asked, `declined` said no, `expired` nobody answered in time. Taken: `accepting` held and called for, `requested` the
 * buyer decides, `accepted`, `lost` somebody else has it or it is gone, `cancelled` by the buyer after it was accepted.
 */
export const offerStates = [
  "skipped",
  "dry_run",
  "notified",
  "asking",
  "declined",
  "expired",
  "accepting",
  "requested",
  "accepted",
  "lost",
  "cancelled",
] as const;

/**
 * A work order as seen on a platform, without any of its case details: a keyed hash of the platform's id and what became of it. Pay and
 * distance are judged in memory; what a person needs to judge it stands in `offer_details` for a day at most. `fitted_at`, `asked_at`,
 * and `requested_at` say how far it came, whatever its state is now.
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
    state: text("state", { enum: offerStates }).notNull(),
    seenAt: moment("seen_at").notNull(),
    fittedAt: moment("fitted_at"),
    askedAt: moment("asked_at"),
    requestedAt: moment("requested_at"),
    settledAt: moment("settled_at"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("offers_once").on(table.connectionId, table.externalHash),
    index("offers_of_account").on(table.accountId, table.seenAt),
    index("offers_past").on(sql`coalesce(${table.settledAt}, ${table.seenAt})`),
    check(
      "offers_state",
      sql`${table.state} in ('skipped', 'dry_run', 'notified', 'asking', 'declined', 'expired', 'accepting', 'requested', 'accepted', 'lost', 'cancelled')`,
    ),
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
    outcome: text("outcome", { enum: ["take", "ask", "skip"] }).notNull(),
    results: jsonb("results").$type<RuleResult[]>().notNull(),
  },
  (table) => [index("decisions_of_offer").on(table.offerId, table.decidedAt), index("decisions_past").on(table.decidedAt)],
);

/**
 * What a person needs to judge an offer that was not taken by itself: kept until it is settled, is no longer on offer, or is a day old.
 * `external_cipher` is the platform's order id, encrypted by the worker.
 */
export const offerDetails = pgTable(
  "offer_details",
  {
    offerId: uuid("offer_id")
      .primaryKey()
      .references(() => offers.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    externalCipher: text("external_cipher").notNull(),
    kind: text("kind", { enum: ["routed", "request"] }).notNull(),
    windowStart: moment("window_start").notNull(),
    windowEnd: moment("window_end").notNull(),
    timeZone: text("time_zone").notNull(),
    payCents: integer("pay_cents").notNull(),
    distanceMiles: doublePrecision("distance_miles"),
    type: text("type").notNull(),
    keptUntil: moment("kept_until").notNull(),
  },
  (table) => [
    index("offer_details_due").on(table.keptUntil),
    check("offer_details_kind", sql`${table.kind} in ('routed', 'request')`),
    check("offer_details_window", sql`${table.windowStart} < ${table.windowEnd}`),
  ],
);

import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { connections } from "@/db/schema/connections";
import { holds } from "@/db/schema/holds";
import { offers } from "@/db/schema/offers";

/**
 * The will to accept one work order, written with its hold before the platform is called, so that a crash at any line is taken up
 * again: intended → calling (seen unassigned, the call may have been made) → requested (the buyer decides) → confirmed | lost.
 * `by`: whether the rules took it or the member did. `external_cipher` is the platform's order id,
 * encrypted by the worker. `withdraw_because`: the request is to be withdrawn, a code. `prompted_at`: a verified message of the platform
 * brought the next look at the request forward; null once a look has found it waiting still.
 */
export const intents = pgTable(
  "intents",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id),
    offerId: uuid("offer_id")
      .notNull()
      .references(() => offers.id),
    holdId: uuid("hold_id")
      .notNull()
      .unique()
      .references(() => holds.id),
    externalCipher: text("external_cipher").notNull(),
    by: text("by", { enum: ["rules", "member"] }).notNull(),
    kind: text("kind", { enum: ["routed", "request"] }).notNull(),
    requestedAt: moment("requested_at"),
    requestExpiresAt: moment("request_expires_at"),
    withdrawBecause: text("withdraw_because"),
    state: text("state", { enum: ["intended", "calling", "requested", "confirmed", "lost"] })
      .notNull()
      .default("intended"),
    windowStart: moment("window_start").notNull(),
    windowEnd: moment("window_end").notNull(),
    timeZone: text("time_zone").notNull(),
    createdAt: createdAt(),
    seenUnassignedAt: moment("seen_unassigned_at"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    promptedAt: moment("prompted_at"),
    settledAt: moment("settled_at"),
    outcome: text("outcome"),
  },
  (table) => [
    index("intents_due").on(table.nextAttemptAt).where(sql`${table.settledAt} is null`),
    check("intents_settled", sql`(${table.settledAt} is null) = (${table.state} in ('intended', 'calling', 'requested'))`),
    check("intents_seen", sql`${table.state} not in ('calling', 'requested') or ${table.seenUnassignedAt} is not null`),
    check("intents_by", sql`${table.by} in ('rules', 'member')`),
    check("intents_kind", sql`${table.kind} in ('routed', 'request')`),
    check("intents_requested", sql`${table.state} <> 'requested' or (${table.kind} = 'request' and ${table.requestedAt} is not null)`),
  ],
);

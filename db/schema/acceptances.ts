import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";
import { connections } from "@/db/schema/connections";
import { intents } from "@/db/schema/intents";

/**
 * A work order that the platform has confirmed as the member's. `attribution` is `service` when it was seen unassigned before our
 * call, which is what makes it one bandwidth unit and one charge; otherwise `unknown`, and it is not charged. `confirmed_how`: it is always
 * read back from the platform; `webhook` when a verified message of the platform had the worker read at that moment. Until its work is over it is
 * looked at again, at `next_look_at`: the buyer may move it (`moved_at`; `conflict` when it now lies on time that is taken) or cancel it.
 */
export const acceptances = pgTable(
  "acceptances",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id),
    intentId: uuid("intent_id")
      .notNull()
      .unique()
      .references(() => intents.id),
    platform: text("platform").notNull(),
    externalHash: text("external_hash").notNull(),
    externalCipher: text("external_cipher"),
    attribution: text("attribution", { enum: ["service", "unknown"] }).notNull(),
    confirmedAt: moment("confirmed_at").notNull(),
    confirmedHow: text("confirmed_how", { enum: ["read_back", "webhook"] }).notNull(),
    windowStart: moment("window_start").notNull(),
    windowEnd: moment("window_end").notNull(),
    timeZone: text("time_zone").notNull(),
    nextLookAt: moment("next_look_at"),
    movedAt: moment("moved_at"),
    conflict: boolean("conflict").notNull().default(false),
    endedAt: moment("ended_at"),
    endedBecause: text("ended_because", { enum: ["cancelled", "given_back"] }),
  },
  (table) => [
    uniqueIndex("acceptances_once").on(table.connectionId, table.externalHash),
    index("acceptances_of_account").on(table.accountId, table.windowStart),
    index("acceptances_to_look_at").on(table.nextLookAt).where(sql`${table.nextLookAt} is not null`),
    check("acceptances_ended", sql`(${table.endedAt} is null) = (${table.endedBecause} is null)`),
    check("acceptances_ended_because", sql`${table.endedBecause} in ('cancelled', 'given_back')`),
    check("acceptances_attribution", sql`${table.attribution} in ('service', 'unknown')`),
  ],
);

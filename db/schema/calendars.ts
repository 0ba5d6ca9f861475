import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { connections } from "@/db/schema/connections";

/**
 * Calendar feeds that a member has named. The address opens the member's calendar to whoever knows it, so it is sealed for the worker:
 * web that stored it cannot read it again. `fetchedAt` is when it was last read well; `trouble` says why it was not since.
 */
export const calendars = pgTable(
  "calendars",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text("name").notNull(),
    sealedAddress: text("sealed_address").notNull(),
    createdAt: createdAt(),
    nextFetchAt: moment("next_fetch_at").notNull(),
    triedAt: moment("tried_at"),
    fetchedAt: moment("fetched_at"),
    /** When its text was last gone through: later looks may have found it unchanged. */
    readAt: moment("read_at"),
    /** The validator of the reply that was last read well (RFC 9110, 8.8.3). */
    etag: text("etag"),
    trouble: text("trouble"),
    /** Since when every try has failed. */
    troubleSince: moment("trouble_since"),
    /** How many tries have failed since the last that did not. */
    failures: integer("failures").notNull().default(0),
  },
  (table) => [
    index("calendars_account").on(table.accountId),
    index("calendars_due").on(table.nextFetchAt),
    check("calendars_trouble", sql`(${table.trouble} is null) = (${table.troubleSince} is null)`),
  ],
);

/** When a member is taken elsewhere, as a calendar or a platform says: nothing but start and end. */
export const busyTimes = pgTable(
  "busy_times",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    calendarId: uuid("calendar_id").references(() => calendars.id, { onDelete: "cascade" }),
    connectionId: uuid("connection_id").references(() => connections.id, { onDelete: "cascade" }),
    startsAt: moment("starts_at").notNull(),
    endsAt: moment("ends_at").notNull(),
  },
  (table) => [
    index("busy_times_account").on(table.accountId, table.endsAt),
    index("busy_times_calendar").on(table.calendarId),
    index("busy_times_connection").on(table.connectionId),
    check("busy_times_source", sql`num_nonnulls(${table.calendarId}, ${table.connectionId}) = 1`),
    check("busy_times_order", sql`${table.startsAt} < ${table.endsAt}`),
  ],
);

/** The one address at which a member's taken times can be read, busy and no more. Only a hash of its token is kept (SHA-256, base64url). */
export const busyFeeds = pgTable("busy_feeds", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  tokenHash: text("token_hash").notNull().unique(),
  madeAt: moment("made_at").notNull(),
});

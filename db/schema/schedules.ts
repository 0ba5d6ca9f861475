import { sql } from "drizzle-orm";
import { check, date, index, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";

/**
 * The IANA time zone that a member's hours are meant in, and how many minutes they keep free before and after each job, to travel and to
 * breathe.
 */
export const schedules = pgTable(
  "schedules",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id),
    timeZone: text("time_zone").notNull(),
    beforeMinutes: smallint("before_minutes").notNull().default(0),
    afterMinutes: smallint("after_minutes").notNull().default(0),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [check("schedules_margins", sql`${table.beforeMinutes} between 0 and 240 and ${table.afterMinutes} between 0 and 240`)],
);

/** When a member works, week by week: minutes after local midnight, `weekday` 1 (Monday) to 7 (Sunday) as in ISO 8601. */
export const weeklyHours = pgTable(
  "weekly_hours",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    weekday: smallint("weekday").notNull(),
    startMinute: smallint("start_minute").notNull(),
    endMinute: smallint("end_minute").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.weekday, table.startMinute] }),
    check("weekly_hours_weekday", sql`${table.weekday} between 1 and 7`),
    check(
      "weekly_hours_minutes",
      sql`${table.startMinute} >= 0 and ${table.startMinute} < ${table.endMinute} and ${table.endMinute} <= 1440`,
    ),
  ],
);

/** Working time on one date: minutes after midnight by the wall clock. */
export interface Stretch {
  startMinute: number;
  endMinute: number;
}

/** Dates on which a member works otherwise than in every week: the stretches that hold then, none for a day off. */
export const dateOverrides = pgTable(
  "date_overrides",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    date: date("date", { mode: "string" }).notNull(),
    stretches: jsonb("stretches").$type<Stretch[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.date] })],
);

/** Whole days on which a member does not work, the first and the last among them, in the member's zone. */
export const timeOff = pgTable(
  "time_off",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    firstDate: date("first_date", { mode: "string" }).notNull(),
    lastDate: date("last_date", { mode: "string" }).notNull(),
  },
  (table) => [index("time_off_account").on(table.accountId), check("time_off_order", sql`${table.firstDate} <= ${table.lastDate}`)],
);

import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

/** Work that begins within so many hours has to pay at least so much. */
export interface LeadTimeFloor {
  withinHours: number;
  minimumPayCents: number;
}

/**
 * What a member wants of an offer, and what it may cost. Null, and an empty list, set no bound. Pay floors: `minimum_pay` for the whole
 * order; `minimum_hourly` where it is paid by the hour; `minimum_device` where by the device; `minimum_blended` for the average hour,
 * however it is paid. Caps count bandwidth units; `spend_cap` is for a calendar month. Days are 1 (Monday) to 7 (Sunday), ISO 8601.
 * `inside_withdrawal`: also takes by itself what the platform no longer lets a provider withdraw from without a mark.
 */
export const rules = pgTable(
  "rules",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id),
    minimumPayCents: integer("minimum_pay_cents").notNull(),
    minimumHourlyCents: integer("minimum_hourly_cents"),
    minimumDeviceCents: integer("minimum_device_cents"),
    minimumBlendedCents: integer("minimum_blended_cents"),
    leadTimeFloors: jsonb("lead_time_floors").$type<LeadTimeFloor[]>().notNull().default([]),
    maximumDistanceMiles: integer("maximum_distance_miles").notNull(),
    types: text("types").array().notNull().default([]),
    includeWords: text("include_words").array().notNull().default([]),
    excludeWords: text("exclude_words").array().notNull().default([]),
    minimumNoticeMinutes: integer("minimum_notice_minutes").notNull().default(0),
    shortestMinutes: integer("shortest_minutes"),
    longestMinutes: integer("longest_minutes"),
    unitsPerDay: integer("units_per_day"),
    unitsPerWeek: integer("units_per_week"),
    unitsPerMonth: integer("units_per_month").notNull(),
    spendCapCents: integer("spend_cap_cents"),
    preferredDays: smallint("preferred_days").array().notNull().default([]),
    blockedDays: smallint("blocked_days").array().notNull().default([]),
    insideWithdrawal: boolean("inside_withdrawal").notNull().default(false),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    check(
      "rules_ranges",
      sql`${table.minimumPayCents} >= 0 and ${table.maximumDistanceMiles} > 0 and ${table.unitsPerMonth} between 0 and 1000`,
    ),
    check("rules_caps", sql`${table.unitsPerDay} > 0 and ${table.unitsPerWeek} > 0 and ${table.spendCapCents} >= 0`),
  ],
);

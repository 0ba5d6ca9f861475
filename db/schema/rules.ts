import { sql } from "drizzle-orm";
import { check, integer, pgTable, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

/** What a member wants of an offer, and how many bandwidth units a calendar month may cost at the most. */
export const rules = pgTable(
  "rules",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id),
    minimumPayCents: integer("minimum_pay_cents").notNull(),
    maximumDistanceMiles: integer("maximum_distance_miles").notNull(),
    unitsPerMonth: integer("units_per_month").notNull(),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [
    check(
      "rules_ranges",
      sql`${table.minimumPayCents} >= 0 and ${table.maximumDistanceMiles} > 0 and ${table.unitsPerMonth} between 0 and 1000`,
    ),
  ],
);

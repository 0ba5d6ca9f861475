import { sql } from "drizzle-orm";
import { check, integer, pgTable } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/** How many active members there may be before nobody else joins. One row; none, or null, is no bound. */
export const memberCap = pgTable(
  "member_cap",
  {
    id: integer("id").primaryKey().default(1),
    most: integer("most"),
    changedAt: moment("changed_at").notNull(),
  },
  (table) => [check("member_cap_one_row", sql`${table.id} = 1`), check("member_cap_most", sql`${table.most} >= 0`)],
);

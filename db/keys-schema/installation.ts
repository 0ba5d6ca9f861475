import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** In the keys database: which environment and installation it belongs to, as the main one has it; see db/schema/installation. */
export const installation = pgTable(
  "installation",
  {
    only: boolean("only").primaryKey().default(true),
    environment: text("environment").notNull(),
    id: uuid("id").notNull(),
    markedAt: timestamp("marked_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (table) => [check("installation_one", sql`${table.only}`)],
);

import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/**
 * Which environment and installation this database belongs to (clause 5d): one row, written when it is first migrated and by nobody changed
 * after. The keys database has the same. A process of another environment refuses to work on it.
 */
export const installation = pgTable(
  "installation",
  {
    only: boolean("only").primaryKey().default(true),
    environment: text("environment").notNull(),
    id: uuid("id").notNull(),
    markedAt: moment("marked_at").notNull().defaultNow(),
  },
  (table) => [
    check("installation_one", sql`${table.only}`),
    check("installation_environment", sql`${table.environment} in ('sandbox', 'staging', 'production')`),
  ],
);

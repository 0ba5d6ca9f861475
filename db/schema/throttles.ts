import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/**
 * Failed attempts, by bucket. The key is a scope and a keyed hash (for example `login:account:…`), never an address or an e-mail.
 * In the database, so that every instance agrees and a restart forgets nothing.
 */
export const throttles = pgTable("throttles", {
  key: text("key").primaryKey(),
  failures: integer("failures").notNull(),
  lastFailedAt: moment("last_failed_at").notNull(),
  blockedUntil: moment("blocked_until").notNull(),
});

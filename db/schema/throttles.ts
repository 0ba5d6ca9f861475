import { index, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/**
 * Failed attempts, by bucket. The key is a scope and a keyed hash (for example `login:account:…`), never an address or an e-mail.
 * In the database, so that every instance agrees and a restart forgets nothing. Failures are forgotten one by one, at the bucket's
 * pace: how many there are is how far away `forgottenAt` is, and a row that lies past both moments says nothing and may go.
 */
export const throttles = pgTable(
  "throttles",
  {
    key: text("key").primaryKey(),
    forgottenAt: moment("forgotten_at").notNull(),
    blockedUntil: moment("blocked_until").notNull(),
  },
  (table) => [index("throttles_forgotten").on(table.forgottenAt)],
);

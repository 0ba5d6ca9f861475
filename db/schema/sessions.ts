import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, moment } from "@/db/schema/columns";

/**
 * A login. The cookie carries only this id (UUID version 4, encrypted in the token); this row decides on every request
 * whether the session lives: not ended, seen within `idle_seconds`, before `expires_at`.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    assurance: text("assurance", { enum: ["password", "factor"] }).notNull(),
    idleSeconds: integer("idle_seconds").notNull(),
    createdAt: createdAt(),
    seenAt: moment("seen_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    endedAt: moment("ended_at"),
    endedBecause: text("ended_because", { enum: ["logout", "replaced", "password_changed", "suspended", "terminated", "reported"] }),
  },
  (table) => [
    index("sessions_of_account").on(table.accountId),
    check("sessions_assurance", sql`${table.assurance} in ('password', 'factor')`),
    check("sessions_ended", sql`(${table.endedAt} is null) = (${table.endedBecause} is null)`),
  ],
);

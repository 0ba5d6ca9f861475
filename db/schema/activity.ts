import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";

/** What the automation did for a member, in codes and counts; kept for a limited time. `kind` is listed in lib/connections/activity.ts. */
export const activity = pgTable(
  "activity",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    connectionId: uuid("connection_id"),
    offerId: uuid("offer_id"),
    at: moment("at").notNull(),
    kind: text("kind").notNull(),
    facts: jsonb("facts").$type<Record<string, string | number>>().notNull(),
  },
  (table) => [
    index("activity_of_account").on(table.accountId, table.at),
    index("activity_past").on(table.at),
    index("activity_of_offer").on(table.offerId).where(sql`${table.offerId} is not null`),
  ],
);

import { sql } from "drizzle-orm";
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/** "This was not me": a member's report of a login that was not theirs, for staff to look into. */
export const reports = pgTable(
  "reports",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** The login in question, where the report names one. */
    sessionId: uuid("session_id"),
    device: text("device"),
    network: text("network"),
    createdAt: createdAt(),
    handledAt: moment("handled_at"),
    handledBy: uuid("handled_by").references(() => accounts.id),
  },
  (table) => [index("reports_waiting").on(table.createdAt).where(sql`${table.handledAt} is null`)],
);

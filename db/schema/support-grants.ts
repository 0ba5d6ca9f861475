import { index, pgTable, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/** A member's leave for support to look at their data, read-only and redacted, until it runs out or is taken back. */
export const supportGrants = pgTable(
  "support_grants",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    revokedAt: moment("revoked_at"),
  },
  (table) => [index("support_grants_of_account").on(table.accountId)],
);

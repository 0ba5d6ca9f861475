import { integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";

/** An account agreed to a version of the policy and to the prices that it was shown with it. */
export const consents = pgTable(
  "consents",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    policyVersion: text("policy_version").notNull(),
    monthlyCents: integer("monthly_cents").notNull(),
    unitCents: integer("unit_cents").notNull(),
    agreedAt: moment("agreed_at").notNull(),
  },
  (table) => [uniqueIndex("consents_once").on(table.accountId, table.policyVersion)],
);

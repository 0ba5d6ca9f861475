import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

/** An account was mailed that a version of the policy is announced, or that it is in force and not agreed to: once each. */
export const policyNotices = pgTable(
  "policy_notices",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    policyVersion: text("policy_version").notNull(),
    kind: text("kind", { enum: ["announced", "in_force"] }).notNull(),
    toldAt: moment("told_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.policyVersion, table.kind] })],
);

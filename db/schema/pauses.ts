import { pgTable, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

/** A member has paused acceptance: until then, or, when null, until they resume. No row: it is not paused. */
export const pauses = pgTable("pauses", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  since: moment("since").notNull(),
  until: moment("until"),
});

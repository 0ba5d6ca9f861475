import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

/** How to reach an account's holder besides by e-mail, as far as they say; and when they last said that all of it is still right. */
export const contacts = pgTable("contacts", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  name: text("name"),
  phone: text("phone"),
  confirmedAt: moment("confirmed_at").notNull(),
});

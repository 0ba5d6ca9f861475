import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";

/** An account's password, as an argon2id hash in PHC form. A table of its own, which only web's role can read. */
export const passwords = pgTable("passwords", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  hash: text("hash").notNull(),
  setAt: moment("set_at").notNull(),
});

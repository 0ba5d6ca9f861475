import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A browser in which an account has completed a login. Its cookie holds a random secret of 256 bits, this row the SHA-256 of it: a
 * reader of the table cannot pass for the device. It proves nothing by itself; it only keeps its owner's login attempts apart from a
 * stranger's, and tells a login from a new device.
 */
export const devices = pgTable(
  "devices",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    secretHash: text("secret_hash").notNull(),
    createdAt: createdAt(),
    seenAt: moment("seen_at").notNull(),
  },
  (table) => [unique("devices_of_account").on(table.accountId, table.secretHash)],
);

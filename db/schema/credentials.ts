import { integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { moment } from "@/db/schema/columns";
import { connections } from "@/db/schema/connections";

/** A platform login, sealed in the browser as a JWE (RFC 7516) that web cannot open, and the signature of who stored the row. */
export const credentials = pgTable("credentials", {
  connectionId: uuid("connection_id")
    .primaryKey()
    .references(() => connections.id),
  accountId: uuid("account_id")
    .notNull()
    .references(() => accounts.id),
  version: integer("version").notNull(),
  jwe: text("jwe").notNull(),
  signer: text("signer", { enum: ["web", "worker"] }).notNull(),
  signature: text("signature").notNull(),
  sealedAt: moment("sealed_at").notNull(),
});

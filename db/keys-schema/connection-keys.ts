import { customType, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/**
 * In the keys database: a connection's private key (PKCS #8), wrapped by a root key that the database never holds.
 * Deleting the row makes every credential sealed for it unreadable for good.
 */
export const connectionKeys = pgTable(
  "connection_keys",
  {
    keyId: text("key_id").primaryKey(),
    connectionId: uuid("connection_id").notNull(),
    wrapped: bytes("wrapped").notNull(),
    rootKeyId: text("root_key_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, mode: "date" }).notNull(),
  },
  (table) => [index("connection_keys_of_connection").on(table.connectionId)],
);

/** The lowest credential version that the worker still opens, so that an older row put back into the main database is refused. */
export const credentialFloors = pgTable("credential_floors", {
  connectionId: uuid("connection_id").primaryKey(),
  lowestVersion: integer("lowest_version").notNull(),
});

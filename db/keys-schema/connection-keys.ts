import { customType, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * In the keys database: the root keys that have wrapped anything, by version. The keys themselves are the provider's; `proof` is a known
 * text wrapped by each, so that a wrong key under the right name is noticed at the start. One that is retired wraps and unwraps nothing.
 */
export const rootKeys = pgTable("root_keys", {
  keyId: text("key_id").primaryKey(),
  version: integer("version").notNull().unique(),
  proof: bytes("proof").notNull(),
  madeAt: moment("made_at").notNull(),
  /** Since when every connection's key is wrapped by a later one. */
  supersededAt: moment("superseded_at"),
  retiredAt: moment("retired_at"),
});

/**
 * In the keys database: a connection's private keys (PKCS #8), each wrapped by a root key that the database never holds. The newest
 * generation is the one that is sealed for; earlier ones still open what they closed until they are deleted. Deleting all rows of a
 * connection makes every credential sealed for it unreadable for good.
 */
export const connectionKeys = pgTable(
  "connection_keys",
  {
    keyId: text("key_id").primaryKey(),
    connectionId: uuid("connection_id").notNull(),
    generation: integer("generation").notNull().default(1),
    wrapped: bytes("wrapped").notNull(),
    rootKeyId: text("root_key_id").notNull(),
    createdAt: moment("created_at").notNull(),
    /** Since when nothing new is sealed for it. */
    supersededAt: moment("superseded_at"),
  },
  (table) => [
    uniqueIndex("connection_keys_generation").on(table.connectionId, table.generation),
    index("connection_keys_by_root").on(table.rootKeyId),
    index("connection_keys_by_age").on(table.supersededAt, table.createdAt),
  ],
);

/** The lowest credential version that the worker still opens, so that an older row put back into the main database is refused. */
export const credentialFloors = pgTable("credential_floors", {
  connectionId: uuid("connection_id").primaryKey(),
  lowestVersion: integer("lowest_version").notNull(),
});

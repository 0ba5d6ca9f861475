import { sql } from "drizzle-orm";
import { bigint, boolean, check, customType, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A second factor that an account has enrolled and shown once: an authenticator app's codes, or a passkey. */
export const factors = pgTable(
  "factors",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    kind: text("kind", { enum: ["totp", "passkey"] }).notNull(),
    /** What its owner calls it. */
    name: text("name").notNull(),
    createdAt: createdAt(),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [index("factors_of_account").on(table.accountId), check("factors_kind", sql`${table.kind} in ('totp', 'passkey')`)],
);

/**
 * The shared secret of an authenticator app (RFC 6238), encrypted by web under FACTOR_KEY and bound to account and factor.
 * `last_step` is the time step of the last code taken: a code of that step or an earlier one is never taken again.
 */
export const totpSecrets = pgTable("totp_secrets", {
  factorId: uuid("factor_id")
    .primaryKey()
    .references(() => factors.id, { onDelete: "cascade" }),
  accountId: uuid("account_id")
    .notNull()
    .references(() => accounts.id),
  sealed: bytes("sealed").notNull(),
  lastStep: bigint("last_step", { mode: "number" }).notNull(),
});

/** A passkey's public half (WebAuthn): useless to who reads it. */
export const passkeys = pgTable(
  "passkeys",
  {
    factorId: uuid("factor_id")
      .primaryKey()
      .references(() => factors.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** base64url */
    credentialId: text("credential_id").notNull().unique(),
    publicKey: bytes("public_key").notNull(),
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: jsonb("transports").$type<string[]>().notNull(),
    backedUp: boolean("backed_up").notNull(),
  },
  (table) => [index("passkeys_of_account").on(table.accountId)],
);

/** Recovery codes, as keyed hashes. One works once; making new ones deletes the old. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    hash: text("hash").notNull(),
    createdAt: createdAt(),
    usedAt: moment("used_at"),
  },
  (table) => [unique("recovery_codes_of_account").on(table.accountId, table.hash)],
);

/** WebAuthn challenges that were answered, until they would have expired: none is answered twice. Grows by successes only. */
export const spentChallenges = pgTable("spent_challenges", {
  hash: text("hash").primaryKey(),
  expiresAt: moment("expires_at").notNull(),
});

/**
 * The reset of an account's factors when it has lost them all. By staff: asked for by one, confirmed by another, neither the account
 * itself. By the host, where there are fewer than three staff: it takes effect a day later. The account's own next login applies it.
 */
export const factorResets = pgTable(
  "factor_resets",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** The asking staff's account; null when it was the host. */
    askedBy: uuid("asked_by").references(() => accounts.id),
    confirmedBy: uuid("confirmed_by").references(() => accounts.id),
    createdAt: createdAt(),
    /** From when it counts; null while a second person's word is missing. */
    effectiveAt: moment("effective_at"),
    appliedAt: moment("applied_at"),
    cancelledAt: moment("cancelled_at"),
  },
  (table) => [
    index("factor_resets_of_account").on(table.accountId),
    check(
      "factor_resets_others",
      sql`${table.askedBy} is distinct from ${table.accountId} and ${table.confirmedBy} is distinct from ${table.accountId} and (${table.askedBy} is null or ${table.confirmedBy} is distinct from ${table.askedBy})`,
    ),
    check("factor_resets_effective", sql`${table.effectiveAt} is null or ${table.askedBy} is null or ${table.confirmedBy} is not null`),
  ],
);

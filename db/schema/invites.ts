import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A single-use, expiring, revocable right to join. Its link holds id, generation and the worker's signature, so nothing here
 * can rebuild one. Sending again raises the generation, which kills the earlier link.
 */
export const invites = pgTable(
  "invites",
  {
    id: id(),
    generation: integer("generation").notNull().default(1),
    email: text("email").notNull(),
    invitedBy: text("invited_by").notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    redeemedAt: moment("redeemed_at"),
    redeemedBy: uuid("redeemed_by")
      .unique()
      .references(() => accounts.id),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    index("invites_by_email").on(table.email, table.id),
    index("invites_email_trigrams").using("gin", sql`${table.email} gin_trgm_ops`),
    index("invites_by_expiry").on(table.expiresAt, table.id),
    index("invites_unused").on(table.expiresAt, table.id).where(sql`${table.redeemedAt} is null and ${table.revokedAt} is null`),
    index("invites_redeemed_list").on(table.id).where(sql`${table.redeemedAt} is not null`),
    index("invites_revoked_list").on(table.id).where(sql`${table.revokedAt} is not null`),
    check("invites_email", sql`${table.email} = lower(${table.email})`),
    check("invites_redeemed", sql`(${table.redeemedAt} is null) = (${table.redeemedBy} is null)`),
  ],
);

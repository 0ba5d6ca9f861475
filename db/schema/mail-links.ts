import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A right that a mailed link gives, once and for a time. The link is id, generation and the worker's signature: this row cannot
 * rebuild it.
 */
export const mailLinks = pgTable(
  "mail_links",
  {
    id: id(),
    generation: integer("generation").notNull().default(1),
    kind: text("kind", { enum: ["reset", "confirm-email", "undo-email", "not-me"] }).notNull(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** The address that the mail goes to and that following the link gives the account; null for kinds that go to the account's own. */
    email: text("email"),
    /** The login that a not-me link is about. */
    sessionId: uuid("session_id"),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
  },
  (table) => [
    index("mail_links_of_account").on(table.accountId),
    check("mail_links_kind", sql`${table.kind} in ('reset', 'confirm-email', 'undo-email', 'not-me')`),
    check("mail_links_email", sql`(${table.email} is not null) = (${table.kind} in ('confirm-email', 'undo-email'))`),
  ],
);

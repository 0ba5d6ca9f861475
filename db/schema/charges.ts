import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { acceptances } from "@/db/schema/acceptances";
import { accounts } from "@/db/schema/accounts";
import { createdAt, moment } from "@/db/schema/columns";

/**
 * One bandwidth unit to bill: made in the acceptance's own transaction, its id is the acceptance's. `due` until the Stripe invoice
 * item is known to exist, then `posted`. `description` is the line on the invoice: the platform's name and the day, no case details.
 */
export const charges = pgTable(
  "charges",
  {
    acceptanceId: uuid("acceptance_id")
      .primaryKey()
      .references(() => acceptances.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    amountCents: integer("amount_cents").notNull(),
    currency: text("currency").notNull(),
    description: text("description").notNull(),
    state: text("state", { enum: ["due", "posted"] })
      .notNull()
      .default("due"),
    createdAt: createdAt(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    postedAt: moment("posted_at"),
    stripeInvoiceItemId: text("stripe_invoice_item_id").unique(),
    stripeInvoiceId: text("stripe_invoice_id"),
    /** How often it was posted anew by a repair, each time under a name of its own at Stripe. */
    reposts: integer("reposts").notNull().default(0),
  },
  (table) => [
    index("charges_due").on(table.nextAttemptAt).where(sql`${table.state} = 'due'`),
    index("charges_of_account").on(table.accountId),
    check("charges_amount", sql`${table.amountCents} > 0`),
    check("charges_posted", sql`(${table.state} = 'posted') = (${table.stripeInvoiceItemId} is not null)`),
  ],
);

/**
 * A charge given back, because the buyer cancelled before the work began: made in the transaction that ends the acceptance. `due` until the
 * Stripe invoice item with the negative amount is known to exist, then `posted`.
 */
export const credits = pgTable(
  "credits",
  {
    acceptanceId: uuid("acceptance_id")
      .primaryKey()
      .references(() => charges.acceptanceId),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    because: text("because", { enum: ["cancelled_by_buyer"] }).notNull(),
    state: text("state", { enum: ["due", "posted"] })
      .notNull()
      .default("due"),
    createdAt: createdAt(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    postedAt: moment("posted_at"),
    stripeInvoiceItemId: text("stripe_invoice_item_id").unique(),
    reposts: integer("reposts").notNull().default(0),
  },
  (table) => [
    index("credits_due").on(table.nextAttemptAt).where(sql`${table.state} = 'due'`),
    index("credits_of_account").on(table.accountId),
    check("credits_posted", sql`(${table.state} = 'posted') = (${table.stripeInvoiceItemId} is not null)`),
  ],
);

import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * An invoice that is drawn between two renewals, because Stripe takes no more than 250 waiting items. `due` until the invoice is known to be
 * final at Stripe, then `drawn`. One of an account is due at a time.
 */
export const interimInvoices = pgTable(
  "interim_invoices",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    state: text("state", { enum: ["due", "drawn"] })
      .notNull()
      .default("due"),
    createdAt: createdAt(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    stripeInvoiceId: text("stripe_invoice_id").unique(),
    drawnAt: moment("drawn_at"),
  },
  (table) => [
    uniqueIndex("interim_invoices_one_due").on(table.accountId).where(sql`${table.state} = 'due'`),
    index("interim_invoices_due").on(table.nextAttemptAt).where(sql`${table.state} = 'due'`),
    check("interim_invoices_drawn", sql`(${table.state} = 'drawn') = (${table.drawnAt} is not null)`),
  ],
);

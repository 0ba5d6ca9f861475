import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { invoices } from "@/db/schema/stripe-customers";

/**
 * Part of a paid month that staff give back, because its days are unused (clause 0.4). The id is made with the form, so that a form which
 * is sent twice asks once. `due` until Stripe's credit note is known to exist, then `posted`; `refused` when the worker, or Stripe, does
 * not do it. A trigger holds all refunds of an invoice within `unusedCents`, and within what was paid.
 */
export const refunds = pgTable(
  "refunds",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    invoiceId: text("invoice_id")
      .notNull()
      .references(() => invoices.id),
    /** The line of the invoice that billed the month. */
    lineId: text("line_id").notNull(),
    amountCents: integer("amount_cents").notNull(),
    currency: text("currency").notNull(),
    /** What of the month was unused when this was asked for. */
    unusedCents: integer("unused_cents").notNull(),
    reason: text("reason", { enum: ["plan_ended_early", "service_failed", "goodwill"] }).notNull(),
    askedBy: text("asked_by").notNull(),
    createdAt: createdAt(),
    state: text("state", { enum: ["due", "posted", "refused"] })
      .notNull()
      .default("due"),
    refusedBecause: text("refused_because", { enum: ["not_authorised", "too_much", "stripe"] }),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull().defaultNow(),
    settledAt: moment("settled_at"),
    stripeCreditNoteId: text("stripe_credit_note_id").unique(),
  },
  (table) => [
    index("refunds_due").on(table.nextAttemptAt).where(sql`${table.state} = 'due'`),
    index("refunds_of_account").on(table.accountId),
    index("refunds_of_invoice").on(table.invoiceId),
    check("refunds_amount", sql`${table.amountCents} > 0`),
    check("refunds_posted", sql`(${table.state} = 'posted') = (${table.stripeCreditNoteId} is not null)`),
    check("refunds_refused", sql`(${table.state} = 'refused') = (${table.refusedBecause} is not null)`),
  ],
);

/**
 * Asks that what an account owes and no invoice bears yet be billed at once, because no renewal will. `due` until it is billed, or there
 * was nothing to bill: then `stripeInvoiceId` stays null.
 */
export const finalInvoices = pgTable(
  "final_invoices",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** `terminated`, `erased`: the plan is to be ended too. `plan_ended`: it has ended. `plan_unpaid`: its renewals are collected no more. */
    because: text("because", { enum: ["terminated", "erased", "plan_ended", "plan_unpaid"] }).notNull(),
    createdAt: createdAt(),
    state: text("state", { enum: ["due", "settled"] })
      .notNull()
      .default("due"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull().defaultNow(),
    settledAt: moment("settled_at"),
    stripeInvoiceId: text("stripe_invoice_id").unique(),
    totalCents: integer("total_cents"),
  },
  (table) => [
    index("final_invoices_due").on(table.nextAttemptAt).where(sql`${table.state} = 'due'`),
    index("final_invoices_of_account").on(table.accountId),
    check("final_invoices_settled", sql`(${table.state} = 'settled') = (${table.settledAt} is not null)`),
    check("final_invoices_total", sql`(${table.stripeInvoiceId} is null) = (${table.totalCents} is null)`),
  ],
);

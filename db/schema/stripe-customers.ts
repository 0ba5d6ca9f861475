import { boolean, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, moment } from "@/db/schema/columns";

/** Which Stripe customer an account is. Only this row decides whose an event is; metadata from Stripe is never believed for it. */
export const stripeCustomers = pgTable("stripe_customers", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  customerId: text("customer_id").notNull().unique(),
  createdAt: createdAt(),
});

/** A member's subscription as the worker last read it from Stripe, with the card that pays for it: nothing of it but what is printed on a receipt. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: text("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    status: text("status").notNull(),
    periodStart: moment("period_start").notNull(),
    periodEnd: moment("period_end").notNull(),
    cancelAtPeriodEnd: boolean("cancel_at_period_end").notNull(),
    startedAt: moment("started_at").notNull(),
    endedAt: moment("ended_at"),
    cardBrand: text("card_brand"),
    cardLast4: text("card_last4"),
    /** `MM/YYYY` */
    cardExpires: text("card_expires"),
    /** What Stripe held for its customer as a credit, which later invoices use up. */
    creditCents: integer("credit_cents").notNull().default(0),
    readAt: moment("read_at").notNull(),
  },
  (table) => [index("subscriptions_of_account").on(table.accountId)],
);

export interface InvoiceLine {
  /** Stripe's id of the line. */
  id: string;
  description: string;
  amountCents: number;
  /** The acceptance that this line bills; null for the monthly base. */
  acceptanceId: string | null;
  /** The acceptance whose charge this line gives back; null otherwise. */
  creditOf: string | null;
  /** What the line pays for, as ISO 8601; null where Stripe names no period. */
  periodStart: string | null;
  periodEnd: string | null;
}

/** An invoice as the worker last read it from Stripe. */
export const invoices = pgTable(
  "invoices",
  {
    id: text("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    number: text("number"),
    status: text("status").notNull(),
    totalCents: integer("total_cents").notNull(),
    amountPaidCents: integer("amount_paid_cents").notNull().default(0),
    /** What is still to be paid: the total without what was paid and without the customer's balance that went into it. */
    remainingCents: integer("remaining_cents").notNull().default(0),
    /** What of its payment has gone back at Stripe, by whatever hand. */
    givenBackCents: integer("given_back_cents").notNull().default(0),
    currency: text("currency").notNull(),
    lines: jsonb("lines").$type<InvoiceLine[]>().notNull(),
    issuedAt: moment("issued_at").notNull(),
    paidAt: moment("paid_at"),
    /** How often its payment was tried, and when it is tried next; null when it is not. */
    attemptCount: integer("attempt_count").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at"),
    /** The invoice at Stripe: as a file, and as a page on which it can be paid. Null before it is finalised. */
    pdfUrl: text("pdf_url"),
    hostedUrl: text("hosted_url"),
    /** When the worker first saw it. */
    firstReadAt: moment("first_read_at").notNull().defaultNow(),
    readAt: moment("read_at").notNull(),
  },
  (table) => [index("invoices_of_account").on(table.accountId, table.issuedAt)],
);

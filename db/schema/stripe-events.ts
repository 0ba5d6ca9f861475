import { sql } from "drizzle-orm";
import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/**
 * A Stripe event whose signature was verified. Web only inserts; the payload is not kept, because the worker reads the object anew
 * from Stripe.
 */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    customerId: text("customer_id"),
    createdAt: moment("created_at").notNull(),
    receivedAt: moment("received_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull().defaultNow(),
    handledAt: moment("handled_at"),
    outcome: text("outcome"),
  },
  (table) => [index("stripe_events_due").on(table.nextAttemptAt).where(sql`${table.handledAt} is null`)],
);

import { pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/**
 * What the worker goes through again and again in billing, one row a round, made by the migration. `next_at` is when it is to be begun, or
 * gone on with after a worker died; `cursor` is how far it has come. `outcome` and `detail` tell staff how the last one ended.
 */
export const billingRounds = pgTable("billing_rounds", {
  name: text("name", { enum: ["prices", "events", "subscriptions", "reconcile"] }).primaryKey(),
  nextAt: moment("next_at").notNull(),
  cursor: text("cursor"),
  finishedAt: moment("finished_at"),
  outcome: text("outcome", { enum: ["well", "ill"] }),
  detail: text("detail"),
});

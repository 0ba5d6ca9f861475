import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * One comparison of our books with Stripe's: customer by customer, then Stripe's customers that are nobody's here. `next_step_at` is when
 * it is gone on with, also after a worker died; null once it has ended. One is under way at a time.
 */
export const reconcileRuns = pgTable(
  "reconcile_runs",
  {
    id: id(),
    askedBy: text("asked_by").notNull(),
    createdAt: createdAt(),
    nextStepAt: moment("next_step_at"),
    stage: text("stage", { enum: ["members", "strangers"] })
      .notNull()
      .default("members"),
    cursor: text("cursor"),
    /** How many customers were compared, and how many could not be read. */
    compared: integer("compared").notNull().default(0),
    unread: integer("unread").notNull().default(0),
    /** Differences that this run has seen, and those that no earlier one had. */
    differences: integer("differences").notNull().default(0),
    fresh: integer("fresh").notNull().default(0),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    uniqueIndex("reconcile_runs_one_under_way").on(sql`(true)`).where(sql`${table.finishedAt} is null`),
    check("reconcile_runs_end", sql`(${table.nextStepAt} is null) = (${table.finishedAt} is not null)`),
  ],
);

/**
 * One difference between our books and Stripe's, with the repair that is proposed. `key` names it, so that the next run finds the same one.
 * Staff ask for the repair, with a reason; the worker looks once more before it does it.
 */
export const differences = pgTable(
  "differences",
  {
    id: id(),
    key: text("key").notNull(),
    kind: text("kind").notNull(),
    accountId: uuid("account_id").references(() => accounts.id),
    ours: text("ours").notNull(),
    theirs: text("theirs").notNull(),
    amountCents: integer("amount_cents").notNull(),
    repair: text("repair").notNull(),
    foundAt: moment("found_at").notNull(),
    seenRunId: uuid("seen_run_id")
      .notNull()
      .references(() => reconcileRuns.id),
    settledAt: moment("settled_at"),
    settledHow: text("settled_how", { enum: ["repaired", "gone", "set_aside"] }),
    repairAskedBy: text("repair_asked_by"),
    repairAskedAt: moment("repair_asked_at"),
    repairReason: text("repair_reason"),
    /** When the repair is to be done, or tried again; null when none is asked for, or it has ended. */
    repairNextAt: moment("repair_next_at"),
    repairAttempts: integer("repair_attempts").notNull().default(0),
  },
  (table) => [
    uniqueIndex("differences_once").on(table.key).where(sql`${table.settledAt} is null`),
    index("differences_to_repair").on(table.repairNextAt).where(sql`${table.repairNextAt} is not null`),
    index("differences_by_amount").on(table.amountCents, table.id),
    index("differences_open").on(table.foundAt, table.id).where(sql`${table.settledAt} is null`),
    index("differences_by_time").on(table.foundAt, table.id),
    index("differences_of_account").on(table.accountId),
    check("differences_settled", sql`(${table.settledAt} is null) = (${table.settledHow} is null)`),
    check(
      "differences_set_aside",
      sql`${table.settledHow} <> 'set_aside' or (${table.repair} = 'look' and ${table.repairAskedBy} is not null)`,
    ),
    check("differences_asked", sql`${table.repairNextAt} is null or ${table.repairAskedBy} is not null`),
  ],
);

import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A review of what was done in a period: `accesses` of a week, `rights` (roles and keys) of a quarter; one a period, whichever worker makes
 * it. `seed` is made with it and decides the sample, so that nobody knows it before and everybody can draw it again. `summary` is the
 * worker's signed word on how it ended (JWS); there is one exactly when it is closed.
 */
export const reviews = pgTable(
  "reviews",
  {
    id: id(),
    kind: text("kind", { enum: ["accesses", "rights"] }).notNull(),
    /** "2026-W48", "2026-Q4". */
    period: text("period").notNull(),
    startsAt: moment("starts_at").notNull(),
    endsAt: moment("ends_at").notNull(),
    seed: text("seed").notNull(),
    /** How many accesses the sample was drawn from, or how many rights there were. */
    drawnFrom: integer("drawn_from").notNull(),
    openedAt: createdAt(),
    dueAt: moment("due_at").notNull(),
    alarmedAt: moment("alarmed_at"),
    closedAt: moment("closed_at"),
    summary: text("summary"),
  },
  (table) => [
    unique("reviews_once_a_period").on(table.kind, table.period),
    index("reviews_open").on(table.dueAt).where(sql`${table.closedAt} is null`),
    index("reviews_by_due").on(table.dueAt, table.id),
    check("reviews_kind", sql`${table.kind} in ('accesses', 'rights')`),
    check("reviews_closed", sql`(${table.closedAt} is null) = (${table.summary} is null)`),
  ],
);

/**
 * One thing to judge: a line of the access log, a role that somebody has, a key that is in use. `actor` is who did or has it, as the log
 * names actors. A judgement is made once. `self_reviewed` says that it was not shown to be another person's who judged.
 */
export const reviewItems = pgTable(
  "review_items",
  {
    id: id(),
    reviewId: uuid("review_id")
      .notNull()
      .references(() => reviews.id),
    position: integer("position").notNull(),
    kind: text("kind", { enum: ["access", "role", "key"] }).notNull(),
    actor: text("actor").notNull(),
    act: text("act").notNull(),
    object: text("object").notNull(),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    judgement: text("judgement", { enum: ["ok", "question", "violation"] }),
    note: text("note"),
    judgedBy: uuid("judged_by").references(() => accounts.id),
    judgedAt: moment("judged_at"),
    selfReviewed: boolean("self_reviewed"),
  },
  (table) => [
    unique("review_items_in_order").on(table.reviewId, table.position),
    index("review_items_open").on(table.reviewId).where(sql`${table.judgement} is null`),
    check("review_items_judgement", sql`${table.judgement} in ('ok', 'question', 'violation')`),
    check(
      "review_items_judged",
      sql`num_nulls(${table.judgement}, ${table.note}, ${table.judgedBy}, ${table.judgedAt}, ${table.selfReviewed}) in (0, 5)`,
    ),
    check("review_items_note", sql`length(${table.note}) between 1 and 500`),
  ],
);

import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A vulnerability or a suspected access, reported by anybody at /report. Whoever has the link that they were shown sees how it stands; of that link's
 * secret a hash alone is kept.
 */
export const publicReports = pgTable(
  "public_reports",
  {
    id: id(),
    kind: text("kind", { enum: ["vulnerability", "access"] }).notNull(),
    text: text("text").notNull(),
    /** Where the reporter wants to be answered besides; null when they gave no address. */
    contact: text("contact"),
    secretHash: text("secret_hash").notNull(),
    createdAt: createdAt(),
    /** Until when somebody has to have looked at it. */
    dueAt: moment("due_at").notNull(),
    state: text("state", { enum: ["received", "looking", "closed"] })
      .notNull()
      .default("received"),
    outcome: text("outcome", { enum: ["mended", "accepted", "no_fault", "duplicate", "unfit"] }),
    /** What the reporter is told. */
    answer: text("answer").notNull().default(""),
    lookedAt: moment("looked_at"),
    closedAt: moment("closed_at"),
    handledBy: uuid("handled_by").references(() => accounts.id),
  },
  (table) => [
    index("public_reports_waiting").on(table.dueAt).where(sql`${table.closedAt} is null`),
    check("public_reports_kind", sql`${table.kind} in ('vulnerability', 'access')`),
    check(
      "public_reports_state",
      sql`(${table.state} = 'received') = (${table.lookedAt} is null) and (${table.state} = 'closed') = (${table.closedAt} is not null)`,
    ),
    check("public_reports_outcome", sql`(${table.state} = 'closed') = (${table.outcome} is not null)`),
    check("public_reports_text", sql`length(${table.text}) between 1 and 5000 and length(${table.answer}) <= 2000`),
  ],
);

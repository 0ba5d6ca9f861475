import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";

/**
 * What people show for a clause of the policy that software alone cannot make true: who says it, since when, and how long it counts. A row is
 * never changed: what no longer holds is withdrawn, what is newer is a row of its own.
 */
export const clauseEvidence = pgTable(
  "clause_evidence",
  {
    id: id(),
    clause: text("clause").notNull(),
    /** What it is, in a few words; published. */
    title: text("title").notNull(),
    /** What it shows; published. */
    text: text("text").notNull(),
    /** Where it lies, an https address or a file's name; for staff and auditors alone. */
    reference: text("reference").notNull(),
    recordedBy: uuid("recorded_by")
      .notNull()
      .references(() => accounts.id),
    /** The role that its author had then: published in place of who it was. */
    authorRole: text("author_role").notNull(),
    recordedAt: moment("recorded_at").notNull().defaultNow(),
    validUntil: moment("valid_until").notNull(),
    withdrawnAt: moment("withdrawn_at"),
    withdrawnBy: uuid("withdrawn_by").references(() => accounts.id),
  },
  (table) => [
    index("clause_evidence_of_clause").on(table.clause, table.validUntil),
    check(
      "clause_evidence_texts",
      sql`length(${table.title}) between 1 and 120 and length(${table.text}) between 1 and 2000 and length(${table.reference}) between 1 and 500`,
    ),
    check(
      "clause_evidence_time",
      sql`${table.validUntil} > ${table.recordedAt} and ${table.validUntil} <= ${table.recordedAt} + interval '3 years'`,
    ),
    check("clause_evidence_withdrawn", sql`(${table.withdrawnAt} is null) = (${table.withdrawnBy} is null)`),
  ],
);

import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { incidents } from "@/db/schema/incidents";

/** By what an incident's affected members are found: all that are given must hold. Times are ISO 8601; the end is not part of the window. */
export interface FindingCriteria {
  from: string;
  to: string;
  actor?: string;
  network?: string;
  connectionId?: string;
  platform?: string;
  rootKeyId?: string;
  openingsOnly?: boolean;
}

/**
 * The question which members an incident touched, as staff asked it, and what the worker found. A question is never changed: another one is asked.
 * `nextStepAt` is when the worker is to answer, or to go on after one that died; null once it has.
 */
export const affectedFindings = pgTable(
  "affected_findings",
  {
    id: id(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    criteria: jsonb("criteria").$type<FindingCriteria>().notNull(),
    askedBy: text("asked_by").notNull(),
    createdAt: createdAt(),
    nextStepAt: moment("next_step_at"),
    answeredAt: moment("answered_at"),
    members: integer("members"),
  },
  (table) => [
    index("affected_findings_of_incident").on(table.incidentId),
    index("affected_findings_due").on(table.nextStepAt).where(sql`${table.nextStepAt} is not null`),
  ],
);

/** A member whom a finding names, and by how many lines of the access log and vault openings. */
export const affectedMembers = pgTable(
  "affected_members",
  {
    findingId: uuid("finding_id")
      .notNull()
      .references(() => affectedFindings.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    lines: integer("lines").notNull(),
    openings: integer("openings").notNull(),
    firstAt: moment("first_at"),
    lastAt: moment("last_at"),
  },
  (table) => [primaryKey({ columns: [table.findingId, table.accountId] }), index("affected_members_of_account").on(table.accountId)],
);

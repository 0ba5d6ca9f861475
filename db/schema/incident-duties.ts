import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { incidents } from "@/db/schema/incidents";

/**
 * Whether an authority has to be told of an incident, and that it was: its deadline, the filing's reference and a copy of what was filed, or why
 * none was required. `dueAt` is null where the law gives no number of hours.
 */
export const incidentFilings = pgTable(
  "incident_filings",
  {
    id: id(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    authority: text("authority").notNull(),
    createdAt: createdAt(),
    dueAt: moment("due_at"),
    state: text("state", { enum: ["due", "filed", "not_required"] })
      .notNull()
      .default("due"),
    reference: text("reference"),
    copy: text("copy"),
    reason: text("reason"),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
  },
  (table) => [
    uniqueIndex("incident_filings_one_an_authority").on(table.incidentId, table.authority),
    check("incident_filings_decided", sql`(${table.state} = 'due') = (${table.decidedAt} is null)`),
    check("incident_filings_filed", sql`${table.state} <> 'filed' or (${table.reference} is not null and ${table.copy} is not null)`),
    check("incident_filings_reason", sql`${table.state} <> 'not_required' or ${table.reason} is not null`),
    check("incident_filings_copy", sql`length(${table.copy}) <= 100000`),
  ],
);

/** What prevents that an incident happens again. It is done once a test or a change is named by which that can be seen. */
export const correctiveActions = pgTable(
  "corrective_actions",
  {
    id: id(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    text: text("text").notNull(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => accounts.id),
    dueAt: moment("due_at").notNull(),
    createdAt: createdAt(),
    /** The test, or the change, that it led to: a path, a commit, an address. */
    link: text("link"),
    doneAt: moment("done_at"),
    doneBy: text("done_by"),
  },
  (table) => [
    index("corrective_actions_of_incident").on(table.incidentId),
    index("corrective_actions_open").on(table.dueAt).where(sql`${table.doneAt} is null`),
    check("corrective_actions_done", sql`(${table.doneAt} is null) = (${table.link} is null)`),
  ],
);

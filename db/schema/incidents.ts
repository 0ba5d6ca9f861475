import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A breach, or the suspicion of one, from its opening to its closure. `source` is who or what it was opened from, and opens one incident
 * however often it asks. A drill goes the same way and touches no member. That it cannot be closed without corrective actions that were
 * taken is a trigger's to see to.
 */
export const incidents = pgTable(
  "incidents",
  {
    id: id(),
    /** What it is about, as a code of lib/oversight/incidents/kinds.ts. */
    kind: text("kind").notNull(),
    severity: text("severity", { enum: ["low", "medium", "high", "critical"] }).notNull(),
    source: text("source").notNull().unique(),
    drill: boolean("drill").notNull(),
    state: text("state", { enum: ["open", "contained", "resolved", "closed"] })
      .notNull()
      .default("open"),
    /** When the service came to know of it: from then on notices and authorities' deadlines are counted. */
    discoveredAt: moment("discovered_at").notNull(),
    createdAt: createdAt(),
    openedBy: text("opened_by").notNull(),
    containedAt: moment("contained_at"),
    resolvedAt: moment("resolved_at"),
    closedAt: moment("closed_at"),
    leadId: uuid("lead_id").references(() => accounts.id),
    scribeId: uuid("scribe_id").references(() => accounts.id),
  },
  (table) => [
    check("incidents_state", sql`${table.state} in ('open', 'contained', 'resolved', 'closed')`),
    check("incidents_closed", sql`(${table.state} = 'closed') = (${table.closedAt} is not null)`),
    index("incidents_by_known").on(table.discoveredAt, table.id),
    index("incidents_under_way").on(table.createdAt).where(sql`${table.closedAt} is null`),
  ],
);

/** An incident's timeline: what was done and noted, by whom, when. Insert-only for every role. `text` is what a person typed; empty where they typed nothing. */
export const incidentEntries = pgTable(
  "incident_entries",
  {
    id: id(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    at: moment("at").notNull(),
    actor: text("actor").notNull(),
    kind: text("kind").notNull(),
    text: text("text").notNull().default(""),
    facts: jsonb("facts").$type<Record<string, string | number | boolean>>().notNull(),
  },
  (table) => [index("incident_entries_of_incident").on(table.incidentId, table.at)],
);

/** What the public reads about an incident. One of a drill is never public. */
export const incidentPosts = pgTable("incident_posts", {
  incidentId: uuid("incident_id")
    .primaryKey()
    .references(() => incidents.id),
  title: text("title").notNull(),
  /** What happened, what it meant for members, what was done: paragraphs, parted by empty lines. */
  summary: text("summary").notNull(),
  /** The account afterwards: causes and corrective actions. Empty until it is written. */
  postMortem: text("post_mortem").notNull().default(""),
  drill: boolean("drill").notNull(),
  publishedAt: moment("published_at").notNull(),
  changedAt: moment("changed_at").notNull(),
  publishedBy: text("published_by").notNull(),
});

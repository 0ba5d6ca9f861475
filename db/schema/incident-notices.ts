import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";
import { affectedFindings } from "@/db/schema/incident-findings";
import { incidents } from "@/db/schema/incidents";

/** What a notice says besides its template: codes and times, never a text that somebody typed. */
export interface NoticeFacts {
  from: string;
  to: string;
  data: string[];
  advice: string[];
}

/**
 * A notice to the members that a finding names: drafted, reviewed, sent, in that order. Who reviews is another person than who wrote it, or it is marked
 * as self-reviewed for good.
 */
export const incidentNotices = pgTable(
  "incident_notices",
  {
    id: id(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    findingId: uuid("finding_id")
      .notNull()
      .references(() => affectedFindings.id),
    template: text("template").notNull(),
    facts: jsonb("facts").$type<NoticeFacts>().notNull(),
    drill: boolean("drill").notNull(),
    state: text("state", { enum: ["draft", "reviewed", "sent"] })
      .notNull()
      .default("draft"),
    writtenBy: text("written_by").notNull(),
    createdAt: createdAt(),
    reviewedBy: text("reviewed_by"),
    reviewedAt: moment("reviewed_at"),
    selfReviewed: boolean("self_reviewed").notNull().default(false),
    sentAt: moment("sent_at"),
  },
  (table) => [
    index("incident_notices_of_incident").on(table.incidentId),
    check("incident_notices_reviewed", sql`(${table.state} = 'draft') = (${table.reviewedBy} is null)`),
    check(
      "incident_notices_by_another",
      sql`${table.reviewedBy} is null or ${table.selfReviewed} = (${table.reviewedBy} = ${table.writtenBy})`,
    ),
    check("incident_notices_sent", sql`(${table.state} = 'sent') = (${table.sentAt} is not null)`),
  ],
);

/** One notice to one member, and what became of its mail: a trigger on the outbox writes that here, since mails are kept for a short time. */
export const incidentDeliveries = pgTable(
  "incident_deliveries",
  {
    noticeId: uuid("notice_id")
      .notNull()
      .references(() => incidentNotices.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    queuedAt: moment("queued_at").notNull(),
    /** When the mail server took it. Whether it came back later is not known. */
    sentAt: moment("sent_at"),
    /** When it was given up: the mail server refused it for good, or took nothing for two days. */
    refusedAt: moment("refused_at"),
    /** When the member said on their page that they have read it. */
    readAt: moment("read_at"),
  },
  (table) => [primaryKey({ columns: [table.noticeId, table.accountId] }), index("incident_deliveries_of_account").on(table.accountId)],
);

import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";

/** What is promised of a processor to members, who are told before it changes. */
const promised = {
  /** The id that lib/outbound/processors.ts knows it by, or one of its own where the software does not call it. */
  code: text("code").notNull(),
  name: text("name").notNull(),
  purpose: text("purpose").notNull(),
  /** What of ours it receives, in full. */
  data: text("data").notNull(),
  /** Where it processes; empty until somebody has said so. */
  region: text("region").notNull(),
  /** The hosts that are called, in small letters. */
  hosts: text("hosts").array().notNull(),
};

/** Everybody who processes data for the service (clause 9): what members were promised, and what the organisation knows of them. */
export const processors = pgTable(
  "processors",
  {
    id: id(),
    ...promised,
    agreement: text("agreement"),
    agreedOn: date("agreed_on", { mode: "string" }),
    certificate: text("certificate"),
    certificateUntil: date("certificate_until", { mode: "string" }),
    /** When somebody looked at it last, and by when somebody has to again. */
    reviewedOn: date("reviewed_on", { mode: "string" }),
    reviewDue: date("review_due", { mode: "string" }),
    since: moment("since").notNull(),
    withdrawnAt: moment("withdrawn_at"),
  },
  (table) => [
    uniqueIndex("processors_code").on(table.code).where(sql`${table.withdrawnAt} is null`),
    check("processors_agreement", sql`(${table.agreement} is null) = (${table.agreedOn} is null)`),
    check("processors_certificate", sql`(${table.certificate} is null) = (${table.certificateUntil} is null)`),
    check("processors_review", sql`(${table.reviewedOn} is null) = (${table.reviewDue} is null)`),
  ],
);

/**
 * A processor that is to be added, or whose purpose, data, region or hosts are to change: announced first, in effect later. Without a reason
 * for haste at least 14 days later. Applied only once the mails to members are in the outbox.
 */
export const processorChanges = pgTable(
  "processor_changes",
  {
    id: id(),
    ...promised,
    /** Why it could not wait, as members read it; empty where it waits. */
    urgentReason: text("urgent_reason").notNull().default(""),
    announcedBy: uuid("announced_by")
      .notNull()
      .references(() => accounts.id),
    announcedAt: moment("announced_at").notNull().defaultNow(),
    effectiveAt: moment("effective_at").notNull(),
    /** Up to which account, by id, the mails are in the outbox; null before the first, and when nobody has to be told any more. */
    mailedTo: uuid("mailed_to"),
    /** When the last of them was. */
    mailedAt: moment("mailed_at"),
    appliedAt: moment("applied_at"),
    calledOffAt: moment("called_off_at"),
    /** Up to which of those accounts the mails that it was called off are in the outbox; null before the first, and once all are. */
    recalledTo: uuid("recalled_to"),
    /** When the last of them was. */
    recalledAt: moment("recalled_at"),
  },
  (table) => [
    uniqueIndex("processor_changes_one_a_processor").on(table.code).where(sql`${table.appliedAt} is null and ${table.calledOffAt} is null`),
    index("processor_changes_announced").on(table.announcedAt),
    check(
      "processor_changes_notice",
      sql`${table.effectiveAt} >= ${table.announcedAt} + interval '14 days' or (${table.urgentReason} <> '' and ${table.effectiveAt} >= ${table.announcedAt})`,
    ),
    check(
      "processor_changes_recalled",
      sql`(${table.recalledTo} is null and ${table.recalledAt} is null) or (${table.calledOffAt} is not null and (${table.recalledTo} is null or ${table.recalledAt} is null))`,
    ),
    check("processor_changes_settled", sql`${table.appliedAt} is null or ${table.calledOffAt} is null`),
    check(
      "processor_changes_applied",
      sql`${table.appliedAt} is null or (${table.mailedAt} is not null and ${table.appliedAt} >= ${table.effectiveAt})`,
    ),
  ],
);

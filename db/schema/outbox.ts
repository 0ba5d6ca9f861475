import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * Mail to send: a template's name, ids and numbers, never an address or a link. The worker looks up the address and signs links as
 * it sends. The row's id becomes the Message-ID, so that a mail sent twice after a crash is recognised as one.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    template: text("template").notNull(),
    accountId: uuid("account_id").references(() => accounts.id),
    subjectId: uuid("subject_id"),
    facts: jsonb("facts").$type<Record<string, string | number>>().notNull(),
    createdAt: createdAt(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull().defaultNow(),
    sentAt: moment("sent_at"),
    givenUpAt: moment("given_up_at"),
    /** When the digest is due that tells of it; null for a mail that goes out by itself. */
    digestAt: moment("digest_at"),
    /** The digest's own mail, once it is made. */
    digestId: uuid("digest_id"),
  },
  (table) => [
    index("outbox_due")
      .on(table.nextAttemptAt)
      .where(sql`${table.sentAt} is null and ${table.givenUpAt} is null and ${table.digestAt} is null`),
    index("outbox_digest_due")
      .on(table.digestAt)
      .where(sql`${table.digestAt} is not null and ${table.digestId} is null and ${table.givenUpAt} is null`),
    index("outbox_past")
      .on(sql`coalesce(${table.sentAt}, ${table.givenUpAt}, ${table.digestAt})`)
      .where(sql`${table.sentAt} is not null or ${table.givenUpAt} is not null or ${table.digestId} is not null`),
    index("outbox_of_change")
      .on(table.subjectId, table.accountId)
      .where(sql`${table.template} = 'processor-change' and ${table.sentAt} is null and ${table.givenUpAt} is null`),
    index("outbox_of_invite").on(table.subjectId).where(sql`${table.template} = 'invite'`),
    index("outbox_of_digest").on(table.digestId).where(sql`${table.digestId} is not null`),
  ],
);

import { sql } from "drizzle-orm";
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * By a row here web asks the worker for work, in the transaction of the change that causes it. The worker re-checks authority
 * and turns the row into a job. `kind` is listed in lib/requests/kinds.ts; `subject_id` is what the work is about. An erasure's row stays
 * until its account's rows are gone, and its `taken_at` says when to go on with it.
 */
export const requests = pgTable(
  "requests",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    kind: text("kind").notNull(),
    subjectId: uuid("subject_id").notNull(),
    createdAt: createdAt(),
    takenAt: moment("taken_at"),
  },
  (table) => [
    index("requests_waiting").on(table.createdAt).where(sql`${table.takenAt} is null`),
    index("requests_erasures").on(table.takenAt).where(sql`${table.kind} = 'erase-account'`),
  ],
);

import { sql } from "drizzle-orm";
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * By a row here web asks the worker for work, in the transaction of the change that causes it. The worker re-checks authority
 * and turns the row into a job. `kind` is listed in lib/requests/kinds.ts; `subject_id` is what the work is about. Of some kinds the row
 * stays until the work is done, and its `taken_at` says when to go on with it: an account's erasure, and a plan that is to be kept.
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
    /** The id of the request to web that asked, so that the worker's log names it; null where there was none. */
    requestId: text("request_id"),
    createdAt: createdAt(),
    takenAt: moment("taken_at"),
  },
  (table) => [
    index("requests_waiting").on(table.createdAt).where(sql`${table.takenAt} is null`),
    index("requests_going_on").on(table.takenAt).where(sql`${table.kind} in ('erase-account', 'keep-plan')`),
  ],
);

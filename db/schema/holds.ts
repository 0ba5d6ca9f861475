import { sql } from "drizzle-orm";
import { boolean, check, customType, date, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { id, moment } from "@/db/schema/columns";
import { connections } from "@/db/schema/connections";
import { offers } from "@/db/schema/offers";

const tstzrange = customType<{ data: string; driverData: string }>({ dataType: () => "tstzrange" });

/**
 * Time reserved for a work order, from before the platform is called until the order is lost; an accepted order keeps its hold. `during`
 * includes the time that the member needs before and after a job. The exclusion constraint `holds_no_overlap` (in the migrations) makes
 * two unreleased holds of one member that overlap impossible. `conflict`: the buyer moved accepted work onto other work, which no
 * constraint can forbid; such a hold is exempt, and the member is told. `unit_day`: the day, in the member's zone, on which the work begins.
 */
export const holds = pgTable(
  "holds",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id),
    offerId: uuid("offer_id")
      .notNull()
      .references(() => offers.id),
    during: tstzrange("during").notNull(),
    unitDay: date("unit_day").notNull(),
    conflict: boolean("conflict").notNull().default(false),
    takenAt: moment("taken_at").notNull(),
    releasedAt: moment("released_at"),
    releasedBecause: text("released_because"),
  },
  (table) => [
    index("holds_of_account").on(table.accountId),
    check("holds_released", sql`(${table.releasedAt} is null) = (${table.releasedBecause} is null)`),
  ],
);

/** Bandwidth units that a member's unreleased holds take of a day, a week (from Monday) and a month. Moves in the hold's own transaction. */
export const unitCounts = pgTable(
  "unit_counts",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    span: text("span", { enum: ["day", "week", "month"] }).notNull(),
    starts: date("starts").notNull(),
    taken: integer("taken").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.span, table.starts] }),
    check("unit_counts_span", sql`${table.span} in ('day', 'week', 'month')`),
    check("unit_counts_taken", sql`${table.taken} >= 0`),
  ],
);

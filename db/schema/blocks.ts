import { sql } from "drizzle-orm";
import { check, cidr, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * A network or an account that is shut out for a time (clauses 5b and 8a): of the two columns one is set. It counts until `until`, which
 * is always given, or until it is lifted. An exclusion constraint lets none be blocked twice at once.
 */
export const blocks = pgTable(
  "blocks",
  {
    id: id(),
    network: cidr("network"),
    accountId: uuid("account_id").references(() => accounts.id),
    reason: text("reason").notNull(),
    /** Who made it, as access lines name an actor. */
    madeBy: text("made_by").notNull(),
    createdAt: createdAt(),
    until: moment("until").notNull(),
    liftedAt: moment("lifted_at"),
    liftedBy: text("lifted_by"),
  },
  (table) => [
    index("blocks_of_account").on(table.accountId).where(sql`${table.accountId} is not null`),
    index("blocks_by_until").on(table.until, table.id),
    index("blocks_standing").on(table.until).where(sql`${table.liftedAt} is null`),
    check("blocks_one_target", sql`(${table.network} is null) <> (${table.accountId} is null)`),
    check("blocks_end", sql`${table.until} > ${table.createdAt} and ${table.until} <= ${table.createdAt} + interval '31 days'`),
    check("blocks_lifted", sql`(${table.liftedAt} is null) = (${table.liftedBy} is null)`),
  ],
);

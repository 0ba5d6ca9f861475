import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/**
 * What may be a sign of an attack, or of trouble with a platform, counted per minute: failed logins, more finely than
 * refusals are, and calls to platforms (clause 5b). Whatever is not known is empty. Kept for a week.
 */
export const signs = pgTable(
  "signs",
  {
    minute: moment("minute").notNull(),
    kind: text("kind").notNull(),
    /** An IPv4 address or the /64 of an IPv6 one. */
    network: text("network").notNull(),
    /** What it was about: one of 4,096 buckets of addresses, or a platform. */
    object: text("object").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.minute, table.kind, table.network, table.object] }),
    check("signs_short", sql`length(${table.network}) <= 64 and length(${table.object}) <= 64`),
  ],
);

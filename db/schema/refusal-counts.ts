import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/** How often who was not logged in was refused, per minute (UTC), coarse network and kind of refusal. Outside the access log's chain, kept thirty days. */
export const refusalCounts = pgTable(
  "refusal_counts",
  {
    minute: moment("minute").notNull(),
    /** The IPv4 /24 or IPv6 /48; "other" where one minute saw too many networks, "unknown" where there is no address. */
    network: text("network").notNull(),
    refusal: text("refusal").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.network, table.refusal] })],
);

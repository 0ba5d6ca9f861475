import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * What the service notices about itself and a person has to see to. `kind` is listed in lib/oversight/alarms/kinds.ts; one of a kind is open
 * at a time, told of once, and ends by itself when the cause is gone.
 */
export const alarms = pgTable(
  "alarms",
  { id: id(), kind: text("kind").notNull(), createdAt: createdAt(), endedAt: moment("ended_at") },
  (table) => [
    uniqueIndex("alarms_one_open").on(table.kind).where(sql`${table.endedAt} is null`),
    index("alarms_newest").on(table.createdAt),
  ],
);

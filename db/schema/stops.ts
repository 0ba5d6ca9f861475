import { sql } from "drizzle-orm";
import { check, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "@/db/schema/columns";
import { incidents } from "@/db/schema/incidents";

/**
 * What staff have stopped during an incident, until it is lifted: `vault`, no sealed login is opened; `platform`, nothing is called there;
 * `everything`, nothing is called anywhere. The worker looks before each opening and each call.
 */
export const stops = pgTable(
  "stops",
  {
    id: id(),
    kind: text("kind", { enum: ["vault", "platform", "everything"] }).notNull(),
    platform: text("platform"),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => incidents.id),
    since: moment("since").notNull(),
    stoppedBy: text("stopped_by").notNull(),
    liftedAt: moment("lifted_at"),
    liftedBy: text("lifted_by"),
  },
  (table) => [
    uniqueIndex("stops_one_of_a_kind").on(table.kind, sql`coalesce(${table.platform}, '')`).where(sql`${table.liftedAt} is null`),
    check("stops_kind", sql`${table.kind} in ('vault', 'platform', 'everything')`),
    check("stops_platform", sql`(${table.kind} = 'platform') = (${table.platform} is not null)`),
  ],
);

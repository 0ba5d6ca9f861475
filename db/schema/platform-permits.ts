import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment } from "@/db/schema/columns";

/**
 * Staff recorded that automation is permitted on a platform. Without a row, or with one revoked, the platform is off. `paused_until`: the
 * platform asked every caller to wait. `shape_changed_at`: it answered in a shape that its adapter does not know, so nothing is accepted
 * until staff have looked and permit it anew.
 */
export const platformPermits = pgTable("platform_permits", {
  platform: text("platform").primaryKey(),
  permittedAt: moment("permitted_at").notNull(),
  permittedBy: text("permitted_by").notNull(),
  revokedAt: moment("revoked_at"),
  pausedUntil: moment("paused_until"),
  shapeChangedAt: moment("shape_changed_at"),
});

/**
 * A signed message of a platform that something has changed for one of its users, by which the next look is made sooner. Of the message
 * nothing else is kept. One row a delivery, however often it is sent.
 */
export const platformEvents = pgTable(
  "platform_events",
  {
    id: id(),
    platform: text("platform").notNull(),
    deliveryId: text("delivery_id").notNull(),
    platformUserId: text("platform_user_id"),
    receivedAt: moment("received_at").notNull(),
    handledAt: moment("handled_at"),
  },
  (table) => [
    uniqueIndex("platform_events_once").on(table.platform, table.deliveryId),
    index("platform_events_past").on(table.receivedAt).where(sql`${table.handledAt} is not null`),
    index("platform_events_waiting").on(table.receivedAt).where(sql`${table.handledAt} is null`),
  ],
);

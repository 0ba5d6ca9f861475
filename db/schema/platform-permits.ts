import { pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/** Staff recorded that automation is permitted on a platform. Without a row, or with one revoked, the platform is off. */
export const platformPermits = pgTable("platform_permits", {
  platform: text("platform").primaryKey(),
  permittedAt: moment("permitted_at").notNull(),
  permittedBy: text("permitted_by").notNull(),
  revokedAt: moment("revoked_at"),
});

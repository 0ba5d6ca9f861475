import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "@/db/schema/accounts";
import { createdAt, moment } from "@/db/schema/columns";
import { devices } from "@/db/schema/devices";

/**
 * A login. The cookie carries only this id (UUID version 4, encrypted in the token); this row decides on every request
 * whether the session lives: not ended, seen within `idle_seconds`, before `expires_at`.
 *
 * `assurance` is pending while an account's second factor is awaited: such a session reaches the verification page and nothing else.
 * It is password for an account without a factor, factor once one was shown. Each rise makes a new row with a new id.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    assurance: text("assurance", { enum: ["pending", "password", "factor"] }).notNull(),
    /** When the person last showed the strongest proof that the account has: its password, or a factor where there is one. */
    provedAt: moment("proved_at").notNull(),
    /** Whether "keep me signed in" was asked for; staff never get it. */
    remembered: boolean("remembered").notNull().default(false),
    idleSeconds: integer("idle_seconds").notNull(),
    createdAt: createdAt(),
    seenAt: moment("seen_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    endedAt: moment("ended_at"),
    endedBecause: text("ended_because", {
      enum: [
        "logout",
        "replaced",
        "ended_by_member",
        "password_changed",
        "email_changed",
        "factors_changed",
        "role_changed",
        "suspended",
        "terminated",
        "erased",
        "reported",
        "blocked",
        "incident",
        "restored",
      ],
    }),
    /** What the session list shows: the browser and system, such as "Firefox on Linux", and the network (IPv4 address or IPv6 /64). */
    device: text("device").notNull().default("Unknown device"),
    network: text("network").notNull().default("unknown"),
    /** The recognised browser that it runs in; null until its login is complete. */
    deviceId: uuid("device_id").references(() => devices.id, { onDelete: "set null" }),
  },
  (table) => [
    index("sessions_of_account").on(table.accountId),
    check("sessions_assurance", sql`${table.assurance} in ('pending', 'password', 'factor')`),
    check("sessions_ended", sql`(${table.endedAt} is null) = (${table.endedBecause} is null)`),
  ],
);

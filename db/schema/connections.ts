import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { JWK } from "jose";
import { accounts } from "@/db/schema/accounts";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * What a member lets the service do with an offer that fits: nothing, only note what it would have done, tell, ask, or accept it.
 */
export const connectionModes = ["off", "dry_run", "notify", "ask", "auto"] as const;

/**
 * A member's link to a platform. The worker publishes a public key and its own signed statement about it; the browser seals a
 * login for that key. `state` says where it stands:
 * awaiting_key → awaiting_credential → verifying → working | refused | unreachable; unlinked ends it.
 * `refusals` counts how often in a row the platform has refused this credential; a new one, or one that works, begins anew.
 * A credential that is refused at its very first try is not tried again by itself: one refusal, and no `nextPollAt`. `loginKind` is the
 * kind of the login that the worker opened last; null before it has opened one.
 * `platformUserId` is the member's own id on the platform, as the last login told it; `assignedReadAt` is when what is assigned to them there was last read. `nextPollAt` is when its next step is due: to get its key, to have its
 * login tried, to be looked at, or to have its keys destroyed; null when there is none. For an hour after its key was replaced the
 * earlier one is still taken, so that a form that was open meanwhile is not lost.
 */
export const connections = pgTable(
  "connections",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    platform: text("platform").notNull(),
    state: text("state", {
      enum: ["awaiting_key", "awaiting_credential", "verifying", "working", "refused", "unreachable", "unlinked"],
    }).notNull(),
    mode: text("mode", { enum: connectionModes }).notNull().default("off"),
    keyId: text("key_id"),
    publicKey: jsonb("public_key").$type<JWK>(),
    keyStatement: text("key_statement"),
    earlierKeyId: text("earlier_key_id"),
    earlierKeyStatement: text("earlier_key_statement"),
    credentialVersion: integer("credential_version").notNull().default(0),
    refusals: integer("refusals").notNull().default(0),
    loginKind: text("login_kind", { enum: ["seat", "password"] }),
    platformUserId: text("platform_user_id"),
    verifiedAt: moment("verified_at"),
    nextPollAt: moment("next_poll_at"),
    lastPollAt: moment("last_poll_at"),
    assignedReadAt: moment("assigned_read_at"),
    createdAt: createdAt(),
    unlinkedAt: moment("unlinked_at"),
  },
  (table) => [
    uniqueIndex("connections_one_a_platform").on(table.accountId, table.platform).where(sql`${table.state} <> 'unlinked'`),
    index("connections_to_poll").on(table.nextPollAt).where(sql`${table.state} = 'working' and ${table.mode} <> 'off'`),
    index("connections_of_platform_user").on(table.platform, table.platformUserId),
    index("connections_due").on(table.nextPollAt).where(sql`${table.state} <> 'working' and ${table.nextPollAt} is not null`),
    check(
      "connections_key",
      sql`(${table.keyId} is null) = (${table.publicKey} is null) and (${table.keyId} is null) = (${table.keyStatement} is null)`,
    ),
    check("connections_mode", sql`${table.mode} in ('off', 'dry_run', 'notify', 'ask', 'auto')`),
    check("connections_login_kind", sql`${table.loginKind} in ('seat', 'password')`),
    check("connections_earlier_key", sql`(${table.earlierKeyId} is null) = (${table.earlierKeyStatement} is null)`),
    check(
      "connections_state",
      sql`${table.state} in ('awaiting_key', 'awaiting_credential', 'verifying', 'working', 'refused', 'unreachable', 'unlinked')`,
    ),
  ],
);

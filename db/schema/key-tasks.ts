import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "@/db/schema/columns";

/**
 * What the worker is asked to do with keys, by the host or by staff, and how far it has come. One of a kind is under way at a time.
 * `nextStepAt` is when it is to be begun, or gone on with after a worker died; null once it has ended. `newKeyId` is the root key that
 * this very rotation made, so that going on with it does not make another.
 */
export const keyTasks = pgTable(
  "key_tasks",
  {
    id: id(),
    kind: text("kind", { enum: ["rotate-root", "rotate-connections", "retire"] }).notNull(),
    askedBy: text("asked_by").notNull(),
    createdAt: createdAt(),
    nextStepAt: moment("next_step_at"),
    startedAt: moment("started_at"),
    newKeyId: text("new_key_id"),
    /** How many keys it was about when it began. Null before. */
    total: integer("total"),
    done: integer("done").notNull().default(0),
    /** Credentials that did not open, and so could not be sealed anew; they stay as they are. */
    failed: integer("failed").notNull().default(0),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    uniqueIndex("key_tasks_one_of_a_kind").on(table.kind).where(sql`${table.finishedAt} is null`),
    check("key_tasks_end", sql`(${table.nextStepAt} is null) = (${table.finishedAt} is not null)`),
  ],
);

/** A root key as the worker tells of it. */
export interface RootKeyStatus {
  keyId: string;
  version: number;
  /** When it was made, where its id says so; null for an id of an older form or a foreign one. */
  madeAt: string | null;
  /** When the worker came to know of it. */
  registeredAt: string;
  supersededAt: string | null;
  retiredAt: string | null;
  /** How many connections' keys it wraps. */
  wraps: number;
}

/** How the keys stand, as the worker last wrote it down: ages and counts, and public keys; nothing that opens anything. One row. */
export const keyStatus = pgTable(
  "key_status",
  {
    id: integer("id").primaryKey().default(1),
    takenAt: moment("taken_at").notNull(),
    provider: text("provider").notNull(),
    roots: jsonb("roots").$type<RootKeyStatus[]>().notNull(),
    connectionKeys: integer("connection_keys").notNull(),
    supersededConnectionKeys: integer("superseded_connection_keys").notNull(),
    oldestConnectionKeyAt: moment("oldest_connection_key_at"),
    publicKeys: jsonb("public_keys").$type<Record<string, { kid: string; kty: string; crv: string; x: string }>>().notNull(),
  },
  (table) => [check("key_status_one_row", sql`${table.id} = 1`)],
);

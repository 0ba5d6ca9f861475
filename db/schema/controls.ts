import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "@/db/schema/columns";

export const controlOutcomes = ["holds", "fails", "unknown"] as const;
const outcome = () => text("result", { enum: controlOutcomes }).notNull();

/**
 * How each check of lib/policy/controls.ts stands: what it saw last, since when it says so, and when it is due again. `unknowns` counts
 * how often in a row it could not tell, `heldAt` is when it last held. Staff are told once of what fails or can no longer be told: `alarmedAt` is when.
 */
export const controlStates = pgTable(
  "control_states",
  {
    checkId: text("check_id").primaryKey(),
    result: outcome(),
    since: moment("since").notNull(),
    at: moment("at").notNull(),
    looked: integer("looked").notNull(),
    seen: text("seen").notNull(),
    tookMs: integer("took_ms").notNull(),
    nextAt: moment("next_at").notNull(),
    unknowns: integer("unknowns").notNull().default(0),
    heldAt: moment("held_at"),
    alarmedAt: moment("alarmed_at"),
  },
  (table) => [check("control_states_result", sql`${table.result} in ('holds', 'fails', 'unknown')`)],
);

/** What each look of each check saw: `looked` is at how many things. Insert-only. */
export const controlResults = pgTable(
  "control_results",
  {
    id: id(),
    checkId: text("check_id").notNull(),
    result: outcome(),
    looked: integer("looked").notNull(),
    seen: text("seen").notNull(),
    at: moment("at").notNull(),
    tookMs: integer("took_ms").notNull(),
  },
  (table) => [
    index("control_results_past").on(table.at),
    index("control_results_of_check").on(table.checkId, table.at),
    check("control_results_result", sql`${table.result} in ('holds', 'fails', 'unknown')`),
  ],
);

/** The looks of a check on one day, in UTC, counted: what /trust draws its history from. */
export const controlDays = pgTable(
  "control_days",
  {
    day: date("day").notNull(),
    checkId: text("check_id").notNull(),
    holds: integer("holds").notNull().default(0),
    fails: integer("fails").notNull().default(0),
    unknown: integer("unknown").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.day, table.checkId] })],
);

/** That somebody of staff asked for a look at everything now. */
export const controlAsks = pgTable(
  "control_asks",
  { id: id(), askedBy: text("asked_by").notNull(), createdAt: createdAt(), takenAt: moment("taken_at") },
  (table) => [index("control_asks_open").on(table.createdAt).where(sql`${table.takenAt} is null`)],
);

/** What the worker has signed of how the clauses stand, each statement with the hash of the one before. Insert-only. */
export const evidenceStatements = pgTable("evidence_statements", {
  sequence: bigint("sequence", { mode: "number" }).primaryKey(),
  jws: text("jws").notNull(),
  signedAt: moment("signed_at").notNull(),
});

/** The rights that the last migration gave, a line each (db/queries/rights.ts): what the live ones are held against. Written by the owner alone. */
export const expectedRights = pgTable("expected_rights", { line: text("line").primaryKey() });

/** When something that the worker does again and again was last done to its end, by name. */
export const heartbeats = pgTable("heartbeats", { name: text("name").primaryKey(), at: moment("at").notNull() });

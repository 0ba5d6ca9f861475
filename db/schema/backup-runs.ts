import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text } from "drizzle-orm/pg-core";
import { id, moment } from "@/db/schema/columns";

/**
 * Backups that were taken, and rehearsals of a restore. `takenAt` is the moment that the backup shows, `digest` the SHA-256 of its
 * manifest; a rehearsal that failed says at which step.
 */
export const backupRuns = pgTable(
  "backup_runs",
  {
    id: id(),
    kind: text("kind", { enum: ["backup", "drill"] }).notNull(),
    result: text("result", { enum: ["done", "failed"] }).notNull(),
    failedAt: text("failed_at"),
    takenAt: moment("taken_at"),
    startedAt: moment("started_at").notNull(),
    finishedAt: moment("finished_at").notNull(),
    rows: bigint("rows", { mode: "number" }).notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    logSequence: bigint("log_sequence", { mode: "number" }).notNull(),
    digest: text("digest"),
  },
  (table) => [
    index("backup_runs_newest").on(table.kind, table.finishedAt),
    check("backup_runs_kind", sql`${table.kind} in ('backup', 'drill')`),
    check(
      "backup_runs_result",
      sql`${table.result} in ('done', 'failed') and (${table.result} = 'failed') = (${table.failedAt} is not null)`,
    ),
  ],
);

import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/** What the worker runs on, and what is known of it. */
export interface PatchFindings {
  /** With the last day of the release line, where it is known. */
  runtimes: { name: string; version: string; endsOn: string | null }[];
  /** What is below its floor, a line each. */
  belowFloors: string[];
  packages: number;
  digest: string;
  /** What package.json names, since when in this version, longest first. */
  pins: { pin: string; since: string | null }[];
  /** When the list of advisories was last refreshed; null where there is none, or it cannot be read. */
  advisoriesAt: string | null;
  advisories: number;
  advisoriesWrong: string | null;
  flaws: { advisory: string; name: string; version: string; summary: string; dev: boolean }[];
}

/** How patched the service is, as the worker last wrote it down. One row. */
export const patchStatus = pgTable(
  "patch_status",
  {
    id: integer("id").primaryKey().default(1),
    takenAt: moment("taken_at").notNull(),
    findings: jsonb("findings").$type<PatchFindings>().notNull(),
  },
  (table) => [check("patch_status_one_row", sql`${table.id} = 1`)],
);

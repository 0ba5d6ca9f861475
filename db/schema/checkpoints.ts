import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/schema/columns";

/** What the worker has signed of the access log's chain, as compact JWS; see lib/audit/checkpoint.ts. Insert-only, and kept for good. */
export const checkpoints = pgTable("checkpoints", {
  number: bigint("number", { mode: "number" }).primaryKey(),
  /** The place in the chain up to which it speaks; 0 while the chain is empty. */
  sequence: bigint("sequence", { mode: "number" }).notNull(),
  jws: text("jws").notNull(),
  signedAt: moment("signed_at").notNull(),
});

/** Which checkpoints have been written to the directory that is kept elsewhere. Insert-only. */
export const checkpointExports = pgTable("checkpoint_exports", {
  number: bigint("number", { mode: "number" })
    .primaryKey()
    .references(() => checkpoints.number),
  exportedAt: moment("exported_at").notNull(),
});

/** The signed notes in whose place lines older than thirteen months stood; see lib/audit/bury-lines.ts. Insert-only, and kept for good. */
export const tombstones = pgTable("tombstones", {
  /** The last place in the chain that is gone. */
  through: bigint("through", { mode: "number" }).primaryKey(),
  jws: text("jws").notNull(),
  signedAt: moment("signed_at").notNull(),
});

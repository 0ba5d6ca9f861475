import { z } from "zod";

const hash = z.string().regex(/^[\da-f]{64}$/);
const name = z.string().regex(/^[a-z][a-z\d_]*$/);

const table = z.strictObject({
  name,
  columns: z.array(name).min(1),
  file: z.string().regex(/^[a-z\d_]+\.copy\.gz$/),
  rows: z.int().nonnegative(),
  /** Of the file, as it lies there. */
  bytes: z.int().positive(),
  sha256: hash,
});

/**
 * What a backup of one database holds. It is written last: a directory without one is no backup. Its own SHA-256 stands in the access log
 * and in backup_runs, so that a manifest that was rewritten along with its files is told too.
 */
export const manifest = z.strictObject({
  is: z.literal("holdfast-backup"),
  version: z.literal(1),
  database: z.enum(["main", "keys"]),
  takenAt: z.iso.datetime(),
  environment: z.enum(["sandbox", "staging", "production"]),
  /** The newest migration that the database had. */
  schema: z.string().regex(/^\d{4}_[a-z\d_]+$/),
  /** How far the access log's chain had come, of the main database; null for the keys. */
  log: z.strictObject({ sequence: z.int().nonnegative(), head: hash }).nullable(),
  tables: z.array(table).min(1),
});
export type Manifest = z.infer<typeof manifest>;
export type ManifestTable = Manifest["tables"][number];

export const manifestFile = "manifest.json";

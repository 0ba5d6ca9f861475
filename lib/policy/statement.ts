import { createHash } from "node:crypto";
import { z } from "zod";

/** The type that each statement's protected header names, so that no other text of the same key passes for one (RFC 8725, 3.11). */
export const evidenceType = "holdfast-evidence+jwt";

const result = z.enum(["holds", "fails", "unknown"]);
const moment = z.iso.datetime().nullable();

/** One signed statement of how the clauses stand; docs/security/controls.md tells it to whoever reads it from outside. */
export const statementShape = z.strictObject({
  /** The service's public address. */
  iss: z.string(),
  environment: z.enum(["sandbox", "staging", "production"]),
  /** Counts from 1 without a gap. */
  sequence: z.int().positive(),
  /** SHA-256 of the statement before, as it was signed, in base64url; null for the first. */
  previous: z.string().nullable(),
  /** When it was signed, in seconds since 1970 (RFC 7519). */
  iat: z.int(),
  policyVersion: z.string(),
  clauses: z.array(
    z.strictObject({
      clause: z.string(),
      result,
      strength: z.string(),
      at: moment,
      seen: z.string(),
      checks: z.array(z.strictObject({ id: z.string(), result, looked: z.int().nonnegative(), at: moment })),
    }),
  ),
  /** The newest checkpoint of the access log: how many lines it covers, and the chain's hash there. Null before the first. */
  log: z.strictObject({ sequence: z.int().nonnegative(), head: z.string() }).nullable(),
});
export type EvidenceStatement = z.infer<typeof statementShape>;

/** The hash by which a statement names the one before it. */
export const statementHash = (jws: string): string => createHash("sha256").update(jws).digest("base64url");

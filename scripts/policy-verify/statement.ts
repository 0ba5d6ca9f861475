import { createHash } from "node:crypto";
import { z } from "zod";
import { openSigned, type PublicKey } from "./signed-text";

/** The type that a statement's header names, and the hash by which one names the one before: docs/security/controls.md. */
const evidenceType = "holdfast-evidence+jwt";
export const statementHash = (jws: string): string => createHash("sha256").update(jws).digest("base64url");

const shape = z.object({
  iss: z.string(),
  environment: z.string(),
  sequence: z.int().positive(),
  previous: z.string().nullable(),
  iat: z.int(),
  policyVersion: z.string(),
  clauses: z.array(
    z.object({
      clause: z.string(),
      result: z.enum(["holds", "fails", "unknown"]),
      strength: z.string(),
      at: z.string().nullable(),
      seen: z.string(),
    }),
  ),
});
/** What the service signs of itself, so far as it is read here; docs/security/controls.md has all of it. */
export type Statement = z.infer<typeof shape>;

/** Reads a statement that one of these keys has signed; null when it is anything else. A key that is said to be for something else does not count. */
export async function readStatement(jws: string, keys: readonly PublicKey[]): Promise<Statement | null> {
  const meant = keys.filter(({ purpose }) => purpose === undefined || purpose === "evidence");
  return shape.safeParse(await openSigned(jws, meant, evidenceType)).data ?? null;
}

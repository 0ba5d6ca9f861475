import { createHash } from "node:crypto";
import type { AccessLine } from "@/db/queries/access-lines";

/** What the first line of the chain is chained to. */
export const chainStart = Buffer.alloc(32);

/** JSON with keys in order of their code units, so that one value has one text (as in RFC 8785, for texts, numbers and booleans). */
function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** SHA-256 over the hash before and every column of the line: altering, adding, dropping or reordering lines shows in each later hash. */
export function chainHash(previous: Uint8Array, line: AccessLine): Buffer {
  const { at, createdAt, ...rest } = line;
  const text = canonical({ ...rest, at: at.toISOString(), createdAt: createdAt.toISOString() });
  return createHash("sha256").update(previous).update(text).digest();
}

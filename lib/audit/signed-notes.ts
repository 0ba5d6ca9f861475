import { createHash } from "node:crypto";
import { z } from "zod";
import { verifySigned } from "@/lib/keys/signing";

/** SHA-256, as 64 lower-case hex digits. */
const hash = z.string().regex(/^[\da-f]{64}$/);
const common = { at: z.iso.datetime(), environment: z.enum(["sandbox", "staging", "production"]), previous: hash.nullable() };

const checkpoint = z.strictObject({
  kind: z.literal("checkpoint"),
  /** Counts from 1 without a gap. */
  number: z.int().positive(),
  /** The chain's last place when it was signed; 0 while it was empty. */
  sequence: z.int().nonnegative(),
  /** The chain's hash at that place. */
  head: hash,
  ...common,
});
/** What the worker signs of the chain from time to time. `previous` is the hash of the checkpoint before, as it was signed. */
export type Checkpoint = z.infer<typeof checkpoint>;

const tombstone = z.strictObject({
  kind: z.literal("tombstone"),
  /** The last place that is gone, and the chain's hash there, from which what follows goes on. */
  through: z.int().positive(),
  hash,
  /** How many lines went with this one. */
  lines: z.int().positive(),
  ...common,
});
/** What stands in the place of lines that are gone. `previous` is the hash of the tombstone before. */
export type Tombstone = z.infer<typeof tombstone>;

/** A public key that may have signed, as a JSON Web Key. */
export type LogKey = object;

/** The hash by which a signed note names the one before it. */
export const noteHash = (jws: string): string => createHash("sha256").update(jws).digest("hex");

/** The text that is signed, of either kind: one has the word that the other lacks, so that neither can be shown as the other. */
export const noteText = (note: Checkpoint | Tombstone): string => JSON.stringify(note);

/**
 * Reads a signed note. Without keys its text is taken as it stands, and who signed it is not known.
 * @returns null when it is no note of this kind, or none of these keys has signed it.
 */
async function readNote<Note>(schema: z.ZodType<Note>, jws: string, keys: readonly LogKey[] | null): Promise<Note | null> {
  const texts = keys ? await Promise.all(keys.map((key) => verifySigned(key, jws))) : [payloadOf(jws)];
  const text = texts.find((one) => one !== null) ?? null;
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function payloadOf(jws: string): string | null {
  const [, payload, signature, more] = jws.split(".");
  return payload && signature && more === undefined ? Buffer.from(payload, "base64url").toString() : null;
}

export const readCheckpoint = (jws: string, keys: readonly LogKey[] | null) => readNote(checkpoint, jws, keys);
export const readTombstone = (jws: string, keys: readonly LogKey[] | null) => readNote(tombstone, jws, keys);

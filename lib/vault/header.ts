import { base64url } from "jose";
import { z } from "zod";

/** What a sealed credential is bound to: it opens for this and for nothing else. */
export interface SealContext {
  member: string;
  connection: string;
  platform: string;
  /** Host, and port where it is not 443, that the login is for. */
  host: string;
  /** Counts a connection's credentials, from 1. */
  version: number;
}

export const keyAlgorithm = "ECDH-ES+A256KW";
export const contentEncryption = "A256GCM";
/** A sealed login is padded to this many bytes, so that its length tells nothing. */
export const paddedBytes = 1_024;
const longestSealed = 4_096;

const header = z.strictObject({
  alg: z.literal(keyAlgorithm),
  enc: z.literal(contentEncryption),
  kid: z.string().min(1).max(100),
  epk: z.strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.base64url().length(43), y: z.base64url().length(43) }),
  member: z.uuid(),
  connection: z.uuid(),
  platform: z.string().min(1).max(50),
  host: z.string().min(1).max(253),
  version: z.number().int().positive(),
});
export type SealedHeader = z.infer<typeof header>;

const part = /^[\w-]+$/;
/** Bytes of each part after the header: a wrapped 256-bit key, a 96-bit nonce, the padded login, a 128-bit tag. */
const partBytes = [40, 12, paddedBytes, 16] as const;

/**
 * The protected header of a sealed credential (compact JWE, RFC 7516), read strictly: the one algorithm and encryption, exactly the
 * known members (so neither `zip` nor `crit`), and parts of the only possible lengths. Null for anything else. Opens nothing.
 */
export function readHeader(jwe: string): SealedHeader | null {
  if (jwe.length > longestSealed) return null;
  const [head = "", ...parts] = jwe.split(".");
  if (parts.length !== partBytes.length || ![head, ...parts].every((it) => part.test(it))) return null;
  if (!parts.every((it, index) => it.length === Math.ceil(((partBytes[index] ?? 0) * 4) / 3))) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(base64url.decode(head));
    return header.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether a header is bound to exactly this context. Which keys are good for it is the caller's to know. */
export function isBoundTo(found: SealedHeader, context: SealContext): boolean {
  return (
    found.member === context.member &&
    found.connection === context.connection &&
    found.platform === context.platform &&
    found.host === context.host &&
    found.version === context.version
  );
}

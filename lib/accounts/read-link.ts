import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { webEnv } from "@/lib/base/env";
import { type LinkClaims, type LinkKind, signedPart, splitToken } from "@/lib/notices/link-format";

/**
 * What a mailed link says, or null when the worker did not sign it. Needs only the public key and asks the database nothing, so
 * that guesses cost no query. Whether the link still counts, its row decides.
 */
export function readLink(kind: LinkKind, token: string): LinkClaims | null {
  const parts = splitToken(kind, token);
  if (!parts) return null;
  const key = createPublicKey({ key: webEnv().LINK_PUBLIC_KEY as JsonWebKey, format: "jwk" });
  return verify(null, signedPart(kind, parts.claims), key, parts.signature) ? parts.claims : null;
}

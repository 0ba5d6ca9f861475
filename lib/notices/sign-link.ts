import { createPrivateKey, type JsonWebKey, sign } from "node:crypto";
import { localKeyring } from "@/lib/keys/local-keyring";
import { joinToken, type LinkClaims, type LinkKind, signedPart } from "@/lib/notices/link-format";

/** The token of a mailed link, signed with the worker's key for links (Ed25519). Nothing that is stored can make one. */
export function signLink(kind: LinkKind, claims: LinkClaims): string {
  const key = createPrivateKey({ key: localKeyring().signing("link-signing") as JsonWebKey, format: "jwk" });
  return joinToken(kind, claims, sign(null, signedPart(kind, claims), key));
}

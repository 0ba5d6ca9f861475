import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { joinToken, type LinkClaims, signedPart } from "@/lib/notices/link-format";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
process.env.LINK_PUBLIC_KEY ??= JSON.stringify(publicKey.export({ format: "jwk" }));
process.env.VAULT_PUBLIC_KEY ??= process.env.LINK_PUBLIC_KEY;

/** The token of an invite's link, signed as the worker would; with another key, what a forger could make. */
export function inviteToken(claims: LinkClaims, key: KeyObject = privateKey): string {
  return joinToken("invite", claims, sign(null, signedPart("invite", claims), key));
}

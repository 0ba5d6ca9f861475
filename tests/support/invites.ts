import { type KeyObject, sign } from "node:crypto";
import { joinToken, type LinkClaims, signedPart } from "@/lib/notices/link-format";
import { signLink } from "@/lib/notices/sign-link";

/** The token of an invite's link, signed as the worker does; with another key, what a forger could make. */
export function inviteToken(claims: LinkClaims, key?: KeyObject): string {
  return key ? joinToken("invite", claims, sign(null, signedPart("invite", claims), key)) : signLink("invite", claims);
}

import { publicUrl } from "@/lib/base/env";

/**
 * This site as passkeys know it (WebAuthn's relying party). A passkey made here answers to this host name and, since the answer's origin
 * is compared as a whole, from this scheme and port only. Changing the host name makes every passkey useless.
 */
export function passkeySite(): { id: string; name: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl());
  return { id: hostname, name: "Holdfast", origin };
}

/** The account as an authenticator keeps it (WebAuthn's user handle): the bytes of its id, which tell nothing about the person. */
export function userHandle(accountId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(accountId.replaceAll("-", ""), "hex"));
}

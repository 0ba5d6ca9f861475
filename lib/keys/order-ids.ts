import { createHmac } from "node:crypto";
import { decrypt, encrypt } from "@/lib/keys/aead";
import { localKeyring } from "@/lib/keys/local-keyring";

const contextOf = (connectionId: string) => `order-id:${connectionId}`;

/**
 * A platform's order id as what is kept of it for good: a keyed hash (HMAC-SHA-256, base64url), by which the same order is known
 * again on the same connection, and which says nothing without the worker's key.
 */
export function hashOrderId(connectionId: string, externalId: string): string {
  const [{ bytes }] = localKeyring().secrets("order-hash");
  return createHmac("sha256", bytes)
    .update(`${contextOf(connectionId)}:${externalId}`)
    .digest("base64url");
}

/** A platform's order id, encrypted for as long as the service must name the order to the platform. Bound to the connection. */
export function encryptOrderId(connectionId: string, externalId: string): string {
  const [{ kid, bytes }] = localKeyring().secrets("order-encryption");
  return `${kid}.${encrypt(bytes, Buffer.from(externalId), contextOf(connectionId)).toString("base64url")}`;
}

/** @throws Error when the text was encrypted for another connection, by a key that is gone, or has been changed. */
export function decryptOrderId(connectionId: string, encrypted: string): string {
  const [kid, sealed] = encrypted.split(".");
  const key = localKeyring()
    .secrets("order-encryption")
    .find((candidate) => candidate.kid === kid);
  if (!key || !sealed) throw new Error("The keyring lacks the key of an order id.");
  return decrypt(key.bytes, Buffer.from(sealed, "base64url"), contextOf(connectionId)).toString();
}

import { v7 } from "uuid";

/** A new row id: UUID version 7 (RFC 9562), so that ids made later sort later and indexes stay compact. Not a secret. */
export function newId(): string {
  return v7();
}

/** A new unguessable id: UUID version 4, 122 random bits. For session ids and the like. */
export function newSecretId(): string {
  return crypto.randomUUID();
}

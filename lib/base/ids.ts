import { v7, validate } from "uuid";

/** A new row id: UUID version 7 (RFC 9562), so that ids made later sort later and indexes stay compact. Not a secret. */
export function newId(): string {
  return v7();
}

/** A new unguessable id: UUID version 4, 122 random bits. For session ids and the like. */
export function newSecretId(): string {
  return crypto.randomUUID();
}

/** The smallest id that was made at a moment or later: 48 bits of milliseconds, then zeros (RFC 9562). */
export function firstIdAt(at: Date): string {
  const milliseconds = at.getTime().toString(16).padStart(12, "0");
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7000-8000-000000000000`;
}
/** Whether a text is an id, whichever version of UUID. */
export const isId = (text: string): boolean => validate(text);

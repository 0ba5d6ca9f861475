import { randomBytes } from "node:crypto";
import { later, now } from "@/lib/base/clock";

/** When a root key was made, in UTC to the millisecond, and 48 random bits, so that two makers at once make two keys. */
const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[\w-]{8}$/;

const stampOf = (at: Date): string => at.toISOString().replace(/[-:.]/g, "");

/** When the key of this id was made; null for an id of another form, which is older than any of this one. */
export function madeAt(keyId: string): Date | null {
  const parts = form.exec(keyId);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, millisecond] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
}

/** An id that is newer than all of these, even where the clock has been put back since they were made. */
export function newRootKeyId(elders: readonly string[]): string {
  const newest = Math.max(...elders.map((id) => madeAt(id)?.getTime() ?? 0), 0);
  const at = now();
  const stamp = stampOf(at.getTime() > newest ? at : later(new Date(newest), 1));
  return `${stamp}-${randomBytes(6).toString("base64url")}`;
}

/** Keys in the order of their making, the newest first: every process that sees the same keys has the same order. */
export function newestFirst<Key extends { kid: string }>(keys: readonly Key[]): Key[] {
  const rank = ({ kid }: Key): string => (madeAt(kid) ? kid : "");
  return keys.toSorted((a, b) => compare(rank(b), rank(a)) || compare(b.kid, a.kid));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { limitConcurrency } from "@/lib/passwords/limit-concurrency";
import { longestPasswordBytes, normalisePassword } from "@/lib/passwords/password-rules";

/** Argon2id as OWASP's Password Storage Cheat Sheet advises: 19 MiB, two passes, one lane. Raised here, hashes follow at the next login. */
export const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** The value of the library's ambient enum `Algorithm.Argon2id`. */
const argon2id = 2;

/** Hashing fills a core and a thread of the pool that file and DNS work share: one a core, and about two seconds' worth may wait. */
const inTurn = limitConcurrency(availableParallelism(), 256);

const base64 = (bytes: number) => randomBytes(bytes).toString("base64").replace(/=+$/, "");
/** A hash of today's parameters that no password has, so that an unknown account costs what a known one does. */
const nobodys = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$${base64(16)}$${base64(32)}`;

/** A password's argon2id hash in PHC form. Passwords that look alike to a keyboard are one: NFKC (NIST SP 800-63B). */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(normalisePassword(password), { algorithm: argon2id, ...parameters }));
}

/**
 * Whether the password is the hash's. One verification in any case: null stands for an account that is not there, and what is longer
 * than any password can be is not looked at; both are false, after the same work.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const fits = Buffer.byteLength(password) <= longestPasswordBytes;
  const matches = await inTurn(() => verify(stored ?? nobodys, fits ? normalisePassword(password) : ""));
  return stored !== null && fits && matches;
}

/** Whether a hash was made with less than today's parameters, or by another algorithm. */
export function isOutdated(stored: string): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored);
  if (!found) return true;
  const [memory, time, lanes] = found.slice(1).map(Number);
  return Number(memory) < parameters.memoryCost || Number(time) < parameters.timeCost || lanes !== parameters.parallelism;
}

import { createHmac, randomInt } from "node:crypto";
import { factorKey } from "@/lib/factors/factor-key";

/** Crockford's base 32: no letter that is read as a digit. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 120 bits: enough for a plain keyed hash to keep them (ASVS 6.5.2). */
const letters = 24;
const group = 4;

/** A new recovery code, in groups as it is read: "7K3M-Q9TD-0WXE-HR5A-2VJC-N8FG". */
export function newRecoveryCode(): string {
  const code = Array.from({ length: letters }, () => alphabet[randomInt(alphabet.length)]).join("");
  return code.match(new RegExp(`.{${group}}`, "g"))?.join("-") ?? code;
}

/** The code that someone meant: case and separators do not count, and letters that look like digits are the digits. Null for no code. */
export function readRecoveryCode(typed: string): string | null {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\dA-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return code.length === letters && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}

/** What is stored of a code: its HMAC-SHA-256 under a key that the database does not hold, bound to the account. */
export function hashRecoveryCode(accountId: string, code: string): string {
  const bare = code.replaceAll("-", "");
  return createHmac("sha256", factorKey("recovery codes")).update(`${accountId} ${bare}`).digest("base64url");
}

import { domainToASCII } from "node:url";
import { z } from "zod";
import { AppError } from "@/lib/base/errors";

/** Zod's own pattern, and top-level domains in ASCII form (RFC 5890) with it. */
const pattern = /^(?:[a-z0-9_'+-]+\.)*[a-z0-9_'+-]*[a-z0-9_+-]@(?:[a-z0-9][a-z0-9-]*\.)+(?:xn--[a-z0-9-]{2,}|[a-z]{2,})$/;

const normal = z.string().max(1_000).transform(spell).pipe(z.email({ pattern }).min(3).max(254));

function spell(text: string): string {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  const at = plain.lastIndexOf("@");
  return `${plain.slice(0, at + 1)}${domainToASCII(plain.slice(at + 1)).replace(/\.$/, "")}`;
}

/**
 * The one spelling of an e-mail address in which it is stored, looked up and counted: NFKC, without outer spaces, lower case, its domain
 * in ASCII form (UTS 46) and without the root's dot. Null when it is not an address (RFC 5321 length).
 */
export function normaliseEmail(text: string): string | null {
  return normal.safeParse(text).data ?? null;
}

/** The same, for where only an address will do. @throws AppError invalid_input for the field `email`. */
export function requireEmail(text: string): string {
  const email = normaliseEmail(text);
  if (!email) throw new AppError("invalid_input", { field: "email" });
  return email;
}

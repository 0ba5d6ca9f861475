import { z } from "zod";
import { AppError } from "@/lib/base/errors";

const normal = z
  .string()
  .max(1_000)
  .transform((text) => text.normalize("NFKC").trim().toLowerCase())
  .pipe(z.email().min(3).max(254));

/**
 * The one spelling of an e-mail address in which it is stored, looked up and counted: NFKC, without outer spaces, lower case.
 * Null when it is not an address (RFC 5321 length).
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

import { z } from "zod";

/**
 * Control characters (line breaks and NUL among them), lone surrogates, line and paragraph separators, and the marks that turn the
 * direction of the text around them: what could break out of a line, or make it read as something else (ASVS 1.2, Unicode TR36).
 */
const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/**
 * A schema for a text that a person types into one line, such as a name or a note. Refuses what would not be plain on a page, in a mail
 * or in a log, rather than taking it out; markup is text like any other.
 * @param max the most characters, as a person counts them (code points).
 * @returns the text trimmed and in NFC; it may be empty.
 */
export function plainText({ max }: { max: number }) {
  return z
    .string()
    .max(max * 8, "This is too long.")
    .transform((text) => text.trim().normalize("NFC"))
    .refine((text) => !unfit.test(text), "Use plain text on one line, without control characters.")
    .refine((text) => [...text].length <= max, `At most ${max} characters.`);
}

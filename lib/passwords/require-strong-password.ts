import { AppError } from "@/lib/base/errors";
import { findPasswordFlaw } from "@/lib/passwords/find-password-flaw";

/**
 * Lets a password pass that may become an account's, wherever one is chosen (clause 10a).
 * @param own what a stranger knows of the account, such as its e-mail address.
 * @throws AppError invalid_input with `field` "password" and its `flaw`, a PasswordFlaw.
 */
export async function requireStrongPassword(password: string, own: readonly string[]): Promise<void> {
  const flaw = await findPasswordFlaw(password, own);
  if (flaw) throw new AppError("invalid_input", { field: "password", flaw });
}

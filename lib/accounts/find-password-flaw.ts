import { isBreached } from "@/lib/accounts/ask-breached";
import type { PasswordFlaw } from "@/lib/accounts/password-rules";

/**
 * What is wrong with a password, or null (clause 10a). The lists, some tens of megabytes once they are ready, are loaded when the first
 * password is chosen.
 * @param own what a stranger knows of the account, such as its e-mail address.
 */
export async function findPasswordFlaw(password: string, own: readonly string[]): Promise<PasswordFlaw | null> {
  const { judgePassword } = await import("@/lib/accounts/judge-password");
  const { flaw } = judgePassword(password, own);
  if (flaw) return flaw;
  return (await isBreached(password)) ? "breached" : null;
}

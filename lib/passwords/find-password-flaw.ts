import { isBreached } from "@/lib/passwords/ask-breached";
import { normalisePassword, type PasswordFlaw } from "@/lib/passwords/password-rules";

/**
 * What is wrong with a password, or null (clause 10a). The lists, some tens of megabytes once they are ready, are loaded when the first
 * password is chosen.
 * @param own what a stranger knows of the account, such as its e-mail address.
 */
export async function findPasswordFlaw(password: string, own: readonly string[]): Promise<PasswordFlaw | null> {
  const [{ judgePassword }, { isListed }] = await Promise.all([
    import("@/lib/passwords/judge-password"),
    import("@/lib/passwords/is-listed"),
  ]);
  const flaw = judgePassword(password, own).flaw ?? isListed(normalisePassword(password));
  if (flaw) return flaw;
  return (await isBreached(password)) ? "breached" : null;
}

import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { now, secondMs } from "@/lib/base/clock";
import { challengeSeconds } from "@/lib/factors/passkey-options";
import type { PasskeyChallenge } from "@/lib/factors/spend-passkey-challenge";
import { cookieSecret } from "@/lib/web/cookie-secret";
import { cookieOptions } from "@/lib/web/session-cookie";

/** What an answer shall be good for. An answer to a challenge of one purpose is worth nothing for another. */
export type PasskeyPurpose = "login" | "verify" | "enrol";

const cookieOf = (purpose: PasskeyPurpose) => `__Host-holdfast-passkey-${purpose}`;
/** Gives each purpose an encryption key of its own, apart from the session cookie's. */
const keyOf = async (purpose: PasskeyPurpose) => ({ secret: await cookieSecret(), salt: `holdfast passkey ${purpose}` });

/**
 * Leaves what the browser was asked to sign with the browser itself, encrypted, for five minutes. A later one of the same purpose takes
 * its place. Nothing is stored: asking for challenges costs no row.
 * @param accountId whose answer is awaited; null before a login.
 */
export async function keepPasskeyChallenge(purpose: PasskeyPurpose, accountId: string | null, challenge: string): Promise<void> {
  const value = await encode({ token: { challenge, sub: accountId ?? "" }, maxAge: challengeSeconds, ...(await keyOf(purpose)) });
  (await cookies()).set(cookieOf(purpose), value, { ...cookieOptions, sameSite: "strict", maxAge: challengeSeconds });
}

/**
 * The challenge that this browser was given for a purpose and an account; null when there is none, or it is past its time. The cookie
 * goes: the browser has no second answer to give. What a copy of it is worth, `spendPasskeyChallenge` decides.
 */
export async function takePasskeyChallenge(purpose: PasskeyPurpose, accountId: string | null): Promise<PasskeyChallenge | null> {
  const jar = await cookies();
  const value = jar.get(cookieOf(purpose))?.value;
  if (!value) return null;
  jar.set(cookieOf(purpose), "", { ...cookieOptions, sameSite: "strict", maxAge: 0 });
  const token = await decode({ token: value, ...(await keyOf(purpose)) }).catch(() => null);
  if (typeof token?.challenge !== "string" || typeof token.exp !== "number" || token.sub !== (accountId ?? "")) return null;
  const expiresAt = new Date(token.exp * secondMs);
  return expiresAt > now() ? { challenge: token.challenge, expiresAt } : null;
}

import { generateSync } from "otplib";

/** What an authenticator app shows for a secret (base32) at an instant: made by another library than the one that the service checks with. */
export function appCode(secret: string, at: Date = new Date()): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1_000) });
}

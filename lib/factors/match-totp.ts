import { Secret, TOTP } from "otpauth";

/** What every authenticator app understands (RFC 6238 with RFC 4226's defaults). */
export const totpShape = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** How many steps a phone's clock may be early or late (RFC 6238, 5.2). */
const driftSteps = 1;

/**
 * The time step (RFC 6238's T) that a code belongs to, at `at` or one step before or after; null when it is none of theirs. Blanks in
 * the code are ignored: apps show it in two groups.
 */
export function matchTotp(secretBase32: string, code: string, at: Date): number | null {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = at.getTime();
  const delta = TOTP.validate({ ...totpShape, secret: Secret.fromBase32(secretBase32), token, timestamp, window: driftSteps });
  return delta === null ? null : TOTP.counter({ period: totpShape.period, timestamp }) + delta;
}

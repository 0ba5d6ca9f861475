import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { kept, ordinary } from "@/lib/accounts/session-limits";
import { dayMs, secondMs } from "@/lib/base/clock";
import { cookieSecret } from "@/lib/web/cookie-secret";

/** `__Host-` binds the cookie to this very host, over TLS or on localhost, for every path (RFC 6265bis). */
export const sessionCookie = "__Host-holdfast-session";
/** Tells a browser in which its account has logged in before from others; see db/schema/devices. It outlives logins. */
export const deviceCookie = "__Host-holdfast-device";

/** How long a cookie may be of use: no longer than the longest session. The row decides before that. */
export const longestSeconds = kept.longestMs / secondMs;
const ordinarySeconds = ordinary.longestMs / secondMs;
const deviceSeconds = (400 * dayMs) / secondMs;

export const cookieOptions = { httpOnly: true, secure: true, sameSite: "lax", path: "/" } as const;

/** What a browser is given after a login: its session, and the secret by which it is recognised at the next one. */
export type NewCookies = { sessionId: string; remembered: boolean; deviceSecret: string };

/** Puts a session's id into the cookie, in next-auth's own encrypted encoding. Only the id: everything else is the row's. */
export async function setSessionCookie({ sessionId, remembered, deviceSecret }: NewCookies): Promise<void> {
  const maxAge = remembered ? longestSeconds : ordinarySeconds;
  const value = await encode({ token: { sid: sessionId }, secret: await cookieSecret(), maxAge });
  (await cookies()).set(sessionCookie, value, { ...cookieOptions, maxAge });
  await setDeviceCookie(deviceSecret);
}

export async function setDeviceCookie(deviceSecret: string): Promise<void> {
  (await cookies()).set(deviceCookie, deviceSecret, { ...cookieOptions, maxAge: deviceSeconds });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookie, "", { ...cookieOptions, maxAge: 0 });
}

/** The session id in the request's cookie; null when there is none that this service made. */
export async function sessionIdFromCookie(): Promise<string | null> {
  const value = (await cookies()).get(sessionCookie)?.value;
  if (!value) return null;
  const token = await decode({ token: value, secret: await cookieSecret() }).catch(() => null);
  return typeof token?.sid === "string" ? token.sid : null;
}

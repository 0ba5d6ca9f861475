import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { webEnv } from "@/lib/base/env";

/** `__Host-` binds the cookie to this very host, over TLS or on localhost, for every path (RFC 6265bis). */
export const sessionCookie = "__Host-holdfast-session";
/** The token's own end is the session's longest life; the session row decides before that. */
export const longestSeconds = 12 * 60 * 60;

export const cookieOptions = { httpOnly: true, secure: true, sameSite: "lax", path: "/" } as const;

/** Puts a session's id into the cookie, in next-auth's own encrypted encoding. Only the id: everything else is the row's. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const value = await encode({ token: { sid: sessionId }, secret: webEnv().NEXTAUTH_SECRET, maxAge: longestSeconds });
  (await cookies()).set(sessionCookie, value, { ...cookieOptions, maxAge: longestSeconds });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookie, "", { ...cookieOptions, maxAge: 0 });
}

/** The session id in the request's cookie; null when there is none that this service made. */
export async function sessionIdFromCookie(): Promise<string | null> {
  const value = (await cookies()).get(sessionCookie)?.value;
  if (!value) return null;
  const token = await decode({ token: value, secret: webEnv().NEXTAUTH_SECRET }).catch(() => null);
  return typeof token?.sid === "string" ? token.sid : null;
}

import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { endSession } from "@/lib/accounts/end-session";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { webEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { addressHeader } from "@/lib/edge/client-address";
import { cookieOptions, longestSeconds, sessionCookie } from "@/lib/web/session-cookie";

/**
 * next-auth as a thin layer: its token carries a session's id and nothing else, its own routes ask the session's row each time, and
 * its sign-in passes through the same check and the same throttle as the login page.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: webEnv().NEXTAUTH_SECRET,
    useSecureCookies: true,
    logger: {
      error: (code) => log.error("next-auth failed", { code }),
      warn: (code) => log.warn("next-auth warns", { code }),
      debug: () => undefined,
    },
    session: { strategy: "jwt", maxAge: longestSeconds },
    jwt: { maxAge: longestSeconds },
    pages: { signIn: "/login", signOut: "/settings", error: "/login" },
    cookies: {
      sessionToken: { name: sessionCookie, options: { ...cookieOptions } },
      csrfToken: { name: "__Host-holdfast-csrf", options: { ...cookieOptions } },
      callbackUrl: { name: "__Host-holdfast-callback", options: { ...cookieOptions } },
    },
    providers: [
      credentials({
        name: "E-mail and password",
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        async authorize(given, request) {
          const headers = (request.headers ?? {}) as Record<string, string | undefined>;
          const client = { address: headers[addressHeader] ?? "unknown", userAgent: headers["user-agent"] ?? null };
          try {
            const { accountId, sessionId } = await logIn({ email: given?.email ?? "", password: given?.password ?? "" }, client);
            return { id: accountId, sid: sessionId };
          } catch (thrown) {
            if (thrown instanceof AppError) return null;
            throw thrown;
          }
        },
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => ({ sid: user && "sid" in user ? user.sid : token.sid }),
      session: async ({ token }) => {
        const living = typeof token.sid === "string" ? await readSession(token.sid, { activity: false }) : null;
        if (!living) return { expires: new Date(0).toISOString() };
        return { expires: living.idleUntil.toISOString(), user: { email: living.email } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await endSession(token.sid, "logout");
      },
    },
  };
}

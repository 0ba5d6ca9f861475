import NextAuth, { type NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { logIn } from "@/lib/accounts/log-in";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { client } from "@/lib/web/client";
import { cookieSecret } from "@/lib/web/cookie-secret";
import { comesFromOurPages } from "@/lib/web/guard-origin";
import { endEarlierSession, logOutOf } from "@/lib/web/log-in";
import { cookieOptions, longestSeconds, sessionCookie, sessionIdFromCookie, setDeviceCookie } from "@/lib/web/session-cookie";

/** What is served of next-auth's routes: not its log, which would let anybody write into ours. */
const served: Record<string, readonly string[]> = {
  GET: ["providers", "session", "csrf", "signin", "signout", "error"],
  POST: ["signin", "signout", "callback"],
};
/** A dead session is no failure: /api/auth/session answers {} and clears the cookie. */
const expected = ["JWT_SESSION_ERROR"];

/**
 * next-auth as a thin layer: its token carries a session's id and nothing else, its own routes ask the session's row each time, and
 * its sign-in passes through the same check and the same throttle as the login page.
 */
function options(living: Session | null, secret: string): NextAuthOptions {
  return {
    secret,
    useSecureCookies: true,
    logger: {
      error: (code) => (expected.includes(code) ? log.debug : log.error)("next-auth failed", { code }),
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
        authorize: async (given) => await signIn(given?.email ?? "", given?.password ?? ""),
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => ({ sid: user && "sid" in user ? user.sid : token.sid }),
      session: async () => {
        if (!living) throw new AppError("not_signed_in");
        return { expires: living.idleUntil.toISOString(), user: { email: living.email } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await logOutOf(token.sid);
      },
    },
  };
}

/** @throws Error whose message is the refusal: next-auth hands it to the login page. */
async function signIn(email: string, password: string): Promise<{ id: string; sid: string }> {
  try {
    const from = await client();
    const { accountId, sessionId } = await logIn({ email, password }, from);
    await endEarlierSession();
    await setDeviceCookie(from.deviceSecret);
    return { id: accountId, sid: sessionId };
  } catch (thrown) {
    if (thrown instanceof AppError) throw new Error(thrown.refusal, { cause: thrown });
    throw thrown;
  }
}

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's routes under /api/auth. */
export async function serveNextAuth(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!served[request.method]?.includes(nextauth[0] ?? "")) return Response.json({ error: "not_found" }, { status: 404 });
  if (request.method === "POST" && !(await comesFromOurPages())) return Response.json({ error: "foreign_origin" }, { status: 403 });
  const living = nextauth[0] === "session" ? await livingSession() : null;
  return (await NextAuth(options(living, await cookieSecret()))(request, context)) as Response;
}

/** Read before next-auth runs, which would take a database that does not answer for the end of the session, and the cookie away. */
async function livingSession(): Promise<Session | null> {
  const id = await sessionIdFromCookie();
  const session = id ? await readSession(id, { activity: false }) : null;
  return session?.assurance === "pending" ? null : session;
}

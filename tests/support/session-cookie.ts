import { decode, encode } from "next-auth/jwt";
import { world } from "@/tests/support/world";

const secret = () => world().settings.web.NEXTAUTH_SECRET ?? "";

/** What to send to the world's web as `Cookie` for a session of any assurance, without its login. */
export async function sessionCookie(sessionId: string): Promise<string> {
  const token = await encode({ token: { sid: sessionId }, secret: secret() });
  return `__Host-holdfast-session=${token}`;
}

/** The session that such a cookie brings along. */
export async function sessionIdIn(cookie: string): Promise<string> {
  const token = await decode({ token: cookie.slice(cookie.indexOf("=") + 1), secret: secret() });
  return String(token?.sid);
}

import { decode, encode } from "next-auth/jwt";
import postgres from "postgres";
import { readInstallation } from "@/db/installation";
import { bindSecret } from "@/lib/web/cookie-secret";
import { world } from "@/tests/support/world";

let known: Promise<string> | null = null;

async function readSecret(): Promise<string> {
  const { WEB_DATABASE_URL, NEXTAUTH_SECRET } = world().settings.web;
  const client = postgres(WEB_DATABASE_URL ?? "", { max: 1, onnotice: () => undefined });
  try {
    return bindSecret(NEXTAUTH_SECRET ?? "", await readInstallation(client, "main"));
  } finally {
    await client.end();
  }
}

/** What the world's web encrypts its cookies with. */
export function worldCookieSecret(): Promise<string> {
  known ??= readSecret();
  return known;
}

/** What to send to the world's web as `Cookie` for a session of any assurance, without its login. */
export async function sessionCookie(sessionId: string): Promise<string> {
  const token = await encode({ token: { sid: sessionId }, secret: await worldCookieSecret() });
  return `__Host-holdfast-session=${token}`;
}

/** The session that such a cookie brings along. */
export async function sessionIdIn(cookie: string): Promise<string> {
  const token = await decode({ token: cookie.slice(cookie.indexOf("=") + 1), secret: await worldCookieSecret() });
  return String(token?.sid);
}

import { encode } from "next-auth/jwt";
import { world } from "@/tests/support/world";

/** What to send to the world's web as `Cookie` for a session of any assurance, without its login. */
export async function sessionCookie(sessionId: string): Promise<string> {
  const token = await encode({ token: { sid: sessionId }, secret: world().settings.web.NEXTAUTH_SECRET ?? "" });
  return `__Host-holdfast-session=${token}`;
}

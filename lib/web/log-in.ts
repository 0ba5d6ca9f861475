import { endSession } from "@/lib/accounts/end-session";
import { clearSessionCookie, sessionIdFromCookie, setSessionCookie } from "@/lib/web/session-cookie";

/** Gives the browser its new session. One that it brought along ends, so that a planted cookie is worth nothing (ASVS 7.2.4). */
export async function logInAs(sessionId: string): Promise<void> {
  const earlier = await sessionIdFromCookie();
  if (earlier) await endSession(earlier, "replaced");
  await setSessionCookie(sessionId);
}

/** Logs the browser out: the session ends on the server first, so that a copy of the cookie is worth nothing either. */
export async function logOutHere(): Promise<void> {
  const id = await sessionIdFromCookie();
  if (id) await endSession(id, "logout");
  await clearSessionCookie();
}

import { endSession } from "@/lib/accounts/end-session";
import { clearSessionCookie, sessionIdFromCookie, setSessionCookie } from "@/lib/web/session-cookie";

/** Ends the session that the browser brought along to a login, so that a planted cookie is worth nothing (ASVS 7.2.4). */
export async function endEarlierSession(): Promise<void> {
  const earlier = await sessionIdFromCookie();
  if (earlier) await endSession(earlier, "replaced");
}

/** Gives the browser its new session, in the place of any earlier one. */
export async function logInAs(sessionId: string): Promise<void> {
  await endEarlierSession();
  await setSessionCookie(sessionId);
}

/** Logs the browser out: the session ends on the server first, so that a copy of the cookie is worth nothing either. */
export async function logOutHere(): Promise<void> {
  const id = await sessionIdFromCookie();
  if (id) await endSession(id, "logout");
  await clearSessionCookie();
}

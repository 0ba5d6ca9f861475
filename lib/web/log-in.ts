import { endSession } from "@/lib/accounts/end-session";
import { clearSessionCookie, type NewCookies, sessionIdFromCookie, setSessionCookie } from "@/lib/web/session-cookie";

/** Ends the session that the browser brought along to a login, so that a planted cookie is worth nothing (ASVS 7.2.4). */
export async function endEarlierSession(): Promise<void> {
  const earlier = await sessionIdFromCookie();
  if (earlier) await endSession(earlier, "replaced");
}

/** Gives the browser its new session, in the place of any earlier one, and the secret by which it is recognised next time. */
export async function logInAs(cookies: NewCookies): Promise<void> {
  await endEarlierSession();
  await setSessionCookie(cookies);
}

/** Logs the browser out: the session ends on the server first, so that a copy of the cookie is worth nothing either. */
export async function logOutHere(): Promise<void> {
  const id = await sessionIdFromCookie();
  if (id) await endSession(id, "logout");
  await clearSessionCookie();
}

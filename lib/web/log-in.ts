import { endSession } from "@/lib/accounts/end-session";
import { answerWithHeader } from "@/lib/web/answer-status";
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

/**
 * Ends a session because its holder logs out: on the server, so that a copy of the cookie is worth nothing. With the answer to this
 * request the browser forgets every page of this site that it keeps, and what pages have stored (W3C Clear Site Data). Cookies are not
 * among it: the session's is cleared by itself, and that of the device is to outlive logins.
 */
export async function logOutOf(sessionId: string | null): Promise<void> {
  answerWithHeader("Clear-Site-Data", '"cache", "storage"');
  if (sessionId) await endSession(sessionId, "logout");
}

/** Logs this browser out, whether or not it was logged in. */
export async function logOutHere(): Promise<void> {
  await logOutOf(await sessionIdFromCookie());
  await clearSessionCookie();
}

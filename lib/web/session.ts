import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { activityHeader, pathHeader } from "@/lib/edge/internal-headers";
import { sessionIdFromCookie } from "@/lib/web/session-cookie";

/** The living session of this request, decided by its row in the database, once a request; null when there is none. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdFromCookie();
  if (!id) return null;
  return await readSession(id, { activity: (await headers()).get(activityHeader) === "yes" });
});

/** The session of whoever may see a member's page. Leads to the login, and back afterwards, when there is none. */
export async function requireMember(): Promise<Session> {
  const session = await currentSession();
  if (session) return session;
  const path = (await headers()).get(pathHeader);
  redirect(path ? `/login?next=${encodeURIComponent(path)}` : "/login");
}

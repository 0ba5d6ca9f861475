import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { pathHeader } from "@/lib/edge/client-address";
import { sessionIdFromCookie } from "@/lib/web/session-cookie";

/** Fetches that the page makes on its own are no sign of a person: prefetches, event streams and other background calls. */
async function isActivity(): Promise<boolean> {
  const given = await headers();
  const prefetch = given.has("next-router-prefetch") || (given.get("sec-purpose") ?? given.get("purpose") ?? "").includes("prefetch");
  return !prefetch && given.get("accept") !== "text/event-stream";
}

/** The living session of this request, decided by its row in the database; null when there is none. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdFromCookie();
  return id ? await readSession(id, { activity: await isActivity() }) : null;
});

/** The session of whoever may see a member's page. Leads to the login, and back afterwards, when there is none. */
export async function requireMember(): Promise<Session> {
  const session = await currentSession();
  if (session) return session;
  const path = (await headers()).get(pathHeader);
  redirect(path ? `/login?next=${encodeURIComponent(path)}` : "/login");
}

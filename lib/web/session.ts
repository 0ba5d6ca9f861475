import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { may, type Permission, type Role } from "@/lib/accounts/permissions";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { freshSeconds } from "@/lib/accounts/session-limits";
import { type SessionLoss, whySessionEnded } from "@/lib/accounts/why-session-ended";
import type { Actor } from "@/lib/base/actor";
import { later, now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { activityHeader, pathHeader } from "@/lib/edge/internal-headers";
import { noteRefusal } from "@/lib/web/note-refusal";
import { sessionIdFromCookie } from "@/lib/web/session-cookie";

/** A staff member's session that has shown a second factor and whose role has the permission that was asked for. */
export type StaffSession = Session & { role: Role };

/**
 * The living session of this request whatever its assurance, decided by its row in the database, once a request. Only what serves the
 * verification of a second factor asks for this one.
 */
export const anySession = cache(async (): Promise<Session | null> => {
  const id = await sessionIdFromCookie();
  if (!id) return null;
  return await readSession(id, { activity: (await headers()).get(activityHeader) === "yes" });
});

/** The session of this request; null when there is none, or its second factor is still awaited. */
export async function currentSession(): Promise<Session | null> {
  const session = await anySession();
  return session?.assurance === "pending" ? null : session;
}

/** Why the session that this browser brings along is over; null where it brings none, or one that lives. */
export async function lostSession(): Promise<SessionLoss | null> {
  const id = await sessionIdFromCookie();
  return id ? await whySessionEnded(id) : null;
}

/** The session of whoever may see a member's page. Leads to the login or to the second factor, and back afterwards, where that is missing. */
export async function requireMember(): Promise<Session> {
  const session = await anySession();
  if (!session) redirect(`/login${await andBack()}`);
  if (session.assurance === "pending") redirect(`/login/verify${await andBack()}`);
  return session;
}

/** Whether the person showed their factor, or their password where the account has none, within the last five minutes. */
export function isFresh(session: Session): boolean {
  return session.provedAt > later(now(), -freshSeconds * secondMs);
}

/** A member's session with a fresh proof, for sensitive pages and acts. Leads to the verification page, and back afterwards, without one. */
export async function requireFreshProof(): Promise<Session> {
  const session = await requireMember();
  if (!isFresh(session)) redirect(`/login/verify${await andBack()}`);
  return session;
}

/**
 * A staff member's session for a page or act that needs a permission. For everybody who is no staff there is no such page; staff without
 * a second factor are led to enrol one, and staff whose role lacks the permission get a 403 that says whose it is.
 */
export async function requireStaff(permission: Permission): Promise<StaffSession> {
  const staff = (await anyStaff()) ?? (await missing());
  return staffOf(staff, permission) ?? (await refuseForRole(permission));
}

/** The same for an act: a form's answer can say itself whose permission it is. @throws AppError forbidden with `permission` */
export async function requireStaffAct(permission: Permission): Promise<StaffSession> {
  const staff = staffOf((await anyStaff()) ?? (await missing()), permission);
  if (!staff) throw new AppError("forbidden", { permission });
  return staff;
}

/** Ends a page as one that is not there, or is not this account's: the same answer for both, and a line in the access log. */
export async function missing(): Promise<never> {
  await noteRefusedPage("not_found", "");
  notFound();
}

async function refuseForRole(permission: Permission): Promise<never> {
  await noteRefusedPage("forbidden", permission);
  forbidden();
}

/** Writes down that this request's page was refused, once although the frame around it and the page itself both refuse. */
export const noteRefusedPage = cache(async (refusal: "not_found" | "forbidden", permission: Permission | ""): Promise<void> => {
  await noteRefusal(await anySession(), new AppError(refusal, { permission }));
});

/**
 * The session of anybody of staff, for the frame around their pages; null for who is no staff. Visitors are led to the login, staff
 * without a second factor to set one up.
 */
export async function anyStaff(): Promise<StaffSession | null> {
  const session = await requireMember();
  const { role, assurance } = session;
  if (role === null) return null;
  if (assurance !== "factor") redirect("/settings/security?needed=staff");
  return { ...session, role };
}

/** The title of a page for who may see it; for everybody else that of the answer that they get, so that it tells nothing. */
export async function titleFor(permission: Permission, title: string): Promise<{ title: string }> {
  const session = await currentSession();
  if (!session?.role) return { title: "No such page" };
  return { title: staffOf(session, permission) ? title : "Not for your role" };
}

/** The session as staff's, when it has shown a second factor and its role has the permission; null otherwise. */
export function staffOf(session: Session, permission: Permission): StaffSession | null {
  const { role, assurance } = session;
  return role !== null && assurance === "factor" && may(role, permission) ? { ...session, role } : null;
}

/** Whom a staff member's transactions act for. */
export function staffActor(session: StaffSession): Extract<Actor, { kind: "staff" }> {
  return { kind: "staff", staffId: session.accountId, sessionId: session.id };
}

/** The path that was asked for, without its query; empty where it is not known. */
export async function pathAsked(): Promise<string> {
  return (await headers()).get(pathHeader)?.replace(/\?.*/, "") ?? "";
}

async function andBack(): Promise<string> {
  const path = (await headers()).get(pathHeader);
  return path ? `?next=${encodeURIComponent(path)}` : "";
}

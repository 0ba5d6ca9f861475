import type { Permission } from "@/lib/accounts/permissions";
import type { Session } from "@/lib/accounts/read-session";
import { actingIn } from "@/lib/base/acting-session";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { guardOrigin } from "@/lib/web/guard-origin";
import { limitMember } from "@/lib/web/limit-member";
import { noteRefusal } from "@/lib/web/note-refusal";
import { refusalText } from "@/lib/web/refusal-text";
import { anySession, isFresh, type StaffSession, staffOf } from "@/lib/web/session";

type Context<Params> = { params: Promise<Params> };
type Work<Who, Params> = (who: Who, request: Request, params: Params) => Promise<Response>;
type Options<Params> = {
  /** Whether a factor, or the password where there is none, must have been shown within the last five minutes. */
  fresh?: boolean;
  /** For what a page's own form posts to: the path to lead to the verification page from, and back to, where that proof is too old. */
  page?: string | ((params: Params) => string);
};

/**
 * A route handler for a logged-in member: origin (unless it only reads), session, assurance, limit, in that order; then `work`, which
 * parses its own input. Refusals are JSON with their status: nothing that calls this is led anywhere, but for what `page` says.
 */
export function memberHandler<Params>(work: Work<Session, Params>, options: Options<Params> = {}) {
  return guarded<Params>(async (request, params) => {
    const member = await admit();
    const lead = proveAgain(member, options, params);
    if (lead) return lead;
    await limitMember(member.accountId);
    return await actingIn(member.id, () => work(member, request, params));
  });
}

/** The same for staff, with a permission. For whoever is no staff there is no such route. */
export function staffHandler<Params>(permission: Permission, work: Work<StaffSession, Params>, options: Options<Params> = {}) {
  return guarded<Params>(async (request, params) => {
    const session = await admit();
    if (session.role === null) throw new AppError("not_found");
    if (session.assurance !== "factor") throw new AppError("mfa_required");
    const staff = staffOf(session, permission);
    if (!staff) throw new AppError("forbidden", { permission });
    const lead = proveAgain(staff, options, params);
    if (lead) return lead;
    await limitMember(staff.accountId);
    return await actingIn(staff.id, () => work(staff, request, params));
  });
}

/** The same for any living session, also one whose second factor is awaited: for what serves its verification. */
export function verificationHandler<Params>(work: Work<Session, Params>) {
  return guarded<Params>(async (request, params) => {
    const session = await anySession();
    if (!session) throw new AppError("not_signed_in");
    await limitMember(session.accountId);
    return await work(session, request, params);
  });
}

/** A route handler for anybody: origin is checked, then `work`. */
export function publicHandler<Params>(work: (request: Request, params: Params) => Promise<Response>) {
  return guarded<Params>(work);
}

/**
 * A route for a sender that a token in its path authenticates, which is no browser and sends no Origin (lib/edge/origin.ts lists them).
 * `work` checks the token before it believes anything.
 */
export function tokenHandler<Params>(work: (request: Request, params: Params) => Promise<Response>) {
  return refusing<Params>(work);
}

async function admit(): Promise<Session> {
  const session = await anySession();
  if (!session) throw new AppError("not_signed_in");
  if (session.assurance === "pending") throw new AppError("mfa_required");
  return session;
}

/** Null where no proof is needed, or it is fresh. @throws AppError mfa_required where nobody can be led to give one. */
function proveAgain<Params>(session: Session, { fresh = false, page }: Options<Params>, params: Params): Response | null {
  if (!fresh || isFresh(session)) return null;
  if (page === undefined) throw new AppError("mfa_required");
  const next = typeof page === "string" ? page : page(params);
  return new Response(null, { status: 303, headers: { location: `/login/verify?next=${encodeURIComponent(next)}` } });
}

function guarded<Params>(serve: (request: Request, params: Params) => Promise<Response>) {
  return refusing<Params>(async (request, params) => {
    if (request.method !== "GET" && request.method !== "HEAD") await guardOrigin();
    return await serve(request, params);
  });
}

function refusing<Params>(serve: (request: Request, params: Params) => Promise<Response>) {
  return async (request: Request, { params }: Context<Params>): Promise<Response> => {
    try {
      return await serve(request, await params);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      await noteRefusal(await anySession(), thrown);
      log.info("request refused", { refusal: thrown.refusal, ...thrown.facts });
      return Response.json({ error: thrown.refusal, message: refusalText(thrown) }, { status: thrown.status });
    }
  };
}

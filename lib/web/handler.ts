import type { Session } from "@/lib/accounts/read-session";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { guardOrigin } from "@/lib/web/guard-origin";
import { limitMember } from "@/lib/web/limit-member";
import { refusalText } from "@/lib/web/refusal-text";
import { currentSession } from "@/lib/web/session";

const reading = ["GET", "HEAD"];

/**
 * A route handler for a logged-in member: origin, session and limit of what changes state, in that order; then `work`. A refusal becomes
 * its status with `{ error, message }`; anything else that is thrown is a bug and becomes a 500.
 */
export function memberHandler<Context>(work: (member: Session, request: Request, context: Context) => Promise<Response>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const changes = !reading.includes(request.method);
    try {
      if (changes) await guardOrigin();
      const member = await currentSession();
      if (!member) throw new AppError("not_signed_in");
      if (changes) await limitMember(member.accountId);
      return await work(member, request, context);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      return refusedResponse(thrown);
    }
  };
}

function refusedResponse(refusal: AppError): Response {
  const { retryAfterSeconds } = refusal.facts;
  log.info("handler refused", { refusal: refusal.refusal, ...refusal.facts });
  return Response.json(
    { error: refusal.refusal, message: refusalText(refusal) },
    { status: refusal.status, headers: retryAfterSeconds ? { "Retry-After": retryAfterSeconds } : {} },
  );
}

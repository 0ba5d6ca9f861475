import { headers } from "next/headers";
import type { Session } from "@/lib/accounts/read-session";
import { countRefusal } from "@/lib/audit/count-refusals";
import { recordRefusal } from "@/lib/audit/record-refusal";
import { actingNetwork, markRefusalNoted } from "@/lib/base/acting-network";
import type { Actor } from "@/lib/base/actor";
import { minuteMs, now } from "@/lib/base/clock";
import { AppError, type Refusal } from "@/lib/base/errors";
import { describeError, log } from "@/lib/base/log";
import { pathHeader } from "@/lib/edge/internal-headers";

/** What is no refusal of an actor: something mistyped, or a service that cannot at the moment. */
const unrecorded = new Set<Refusal>(["invalid_input", "unavailable"]);
const code = /^[a-z][a-z_.-]{0,39}$/;
const ownSegment = /^([a-z-]{1,24}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/;

/** A path as our own words and ids; whatever else stands in it, a token above all, is left out. */
export function plainPath(path: string): string {
  const segments = path
    .replace(/[?#].*/, "")
    .split("/")
    .slice(1, 7);
  return `/${segments.map((segment) => (ownSegment.test(segment) ? segment : ":")).join("/")}`;
}

/** When each account was last noted as going too fast: one line a minute and instance says as much as a thousand. */
const tooManyAt = new Map<string, number>();
const mostRemembered = 10_000;

function isRepeated(accountId: string): boolean {
  const at = now().getTime();
  if (at - (tooManyAt.get(accountId) ?? 0) < minuteMs) return true;
  if (tooManyAt.size >= mostRemembered) tooManyAt.clear();
  tooManyAt.set(accountId, at);
  return false;
}

function actorIn({ id, accountId, role, assurance }: Session): Actor {
  if (assurance === "pending") return { kind: "claimed", accountId };
  return role !== null && assurance === "factor" ? { kind: "staff", staffId: accountId, sessionId: id } : { kind: "member", accountId };
}

/**
 * Writes down that the current request was refused: in the access log where somebody is logged in, as a count per minute and network
 * where nobody is (clause 3d). A refusal stays one although it cannot be written down; that is an error in the process's log.
 */
export async function noteRefusal(session: Session | null, refusal: AppError): Promise<void> {
  if (unrecorded.has(refusal.refusal)) return;
  try {
    const isNoted = session !== null && (await noteInLog(session, refusal));
    if (!isNoted) countRefusal(actingNetwork() ?? "unknown", refusal.refusal);
  } catch (thrown) {
    log.error("a refusal could not be written down", { refusal: refusal.refusal, ...describeError(thrown) });
  }
}

/** False where the session has ended by now, so that nobody is logged in any more. */
async function noteInLog(session: Session, { refusal, facts: { permission = "", reason = "" } }: AppError): Promise<boolean> {
  markRefusalNoted();
  if (refusal === "too_many" && isRepeated(session.accountId)) return true;
  const facts = Object.fromEntries(Object.entries({ permission, reason }).filter(([, value]) => code.test(value)));
  try {
    await recordRefusal(actorIn(session), { object: `page:${plainPath((await headers()).get(pathHeader) ?? "")}`, refusal, facts });
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError) return false;
    throw thrown;
  }
}

import { transaction } from "@/db/client";
import { findConnection } from "@/db/queries/connections";
import { type IntentRow, markCalling, markRefused } from "@/db/queries/intents";
import { now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { AccountStopped, CallStopped } from "@/lib/connections/guard-calls";
import { judgeAgain, type Stop } from "@/lib/orders/judge-again";
import { whyNotAccept } from "@/lib/orders/may-accept";
import { type AcceptAnswer, type ListedOffer, PlatformError, type WorkWindow } from "@/lib/platforms/contract";

const actorFor = (accountId: string) => ({ kind: "system", job: "pursue-intent", accountId }) as const;

/** Whether the buyer has moved the work since it was held: then what was decided is about another order. */
export const moved = (intent: IntentRow, { windowStart, windowEnd }: WorkWindow) =>
  windowStart.getTime() !== intent.windowStart.getTime() || windowEnd.getTime() !== intent.windowEnd.getTime();

/**
 * Commits that the order was seen unassigned as it is offered now, and that it will be called for, unless something has stopped it
 * meanwhile or it no longer suits.
 */
export async function commitToCall(intent: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  await point("pursue.before-seen-commit");
  const stop = await transaction(actorFor(intent.accountId), async (tx): Promise<Stop | null> => {
    const connection = await findConnection(tx, intent.connectionId);
    if (!connection) return { release: "connection_off", decision: null };
    const gap = await whyNotAccept(tx, connection, intent.by);
    const because = gap ?? (intent.windowStart <= now() ? "begun" : moved(intent, offer) ? "moved" : null);
    if (because) return { release: because, decision: null };
    const misfit = await judgeAgain(tx, connection.platform, intent, offer);
    if (misfit) return misfit;
    await markCalling(tx, intent.id, now());
    return null;
  });
  await point("pursue.after-seen-commit");
  return stop;
}

/** Answers by which a platform says that it has not done what it was asked. */
export const isRefusal = (answer: AcceptAnswer) => answer === "taken" || answer === "conflict";
const refusals: readonly PlatformError["kind"][] = ["rate_limited", "login_expired", "login_refused"];

/**
 * Makes the call that was committed to. One that the platform refused, be it at its door, is written down as not made, so that an order
 * which is the member's later is not put down to it. A call of which nothing is known may have gone through, and stays on its way.
 */
export async function call(intent: IntentRow, make: () => Promise<AcceptAnswer>): Promise<AcceptAnswer> {
  const noteRefused = () => transaction(actorFor(intent.accountId), (tx) => markRefused(tx, intent.id));
  try {
    const answer = await make();
    await point("pursue.after-call");
    if (isRefusal(answer)) await noteRefused();
    return answer;
  } catch (thrown) {
    const isRefused =
      thrown instanceof AccountStopped ||
      thrown instanceof CallStopped ||
      (thrown instanceof PlatformError && refusals.includes(thrown.kind));
    if (isRefused) await noteRefused();
    throw thrown;
  }
}

import { transaction, withLock } from "@/db/client";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { beginIntent, type IntentRow, markCalling, markIntentRequested, openIntent, postponeIntent } from "@/db/queries/intents";
import { markRequested } from "@/db/queries/offers";
import { dayMs, hourMs, later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { type Plan, type PlanGap, planGaps, planOf, stopsAutomation } from "@/lib/billing/plan";
import { recordActivity } from "@/lib/connections/activity";
import { AccountStopped } from "@/lib/connections/guard-calls";
import { noteTrouble } from "@/lib/connections/note-trouble";
import { platformStanding } from "@/lib/connections/permit-platform";
import { pauseRefused } from "@/lib/connections/settle-connection";
import { withSession } from "@/lib/connections/with-session";
import { decryptOrderId } from "@/lib/keys/order-ids";
import { confirmAcceptance } from "@/lib/orders/confirm-acceptance";
import { whyNotAccept } from "@/lib/orders/may-accept";
import { releaseIntent } from "@/lib/orders/release-intent";
import { type AcceptAnswer, type OrderReading, PlatformError, type PlatformSession, type WorkWindow } from "@/lib/platforms/contract";

const job = "pursue-intent";
const why = { job, reason: "accept" } as const;
/** A conflict or an order that stays unassigned although we called is tried again this often. */
const mostAttempts = 12;
/** How often a request that waits for its buyer is looked at, where the platform sends no message. */
const requestLookMs = 5 * minuteMs;
/** How often an intent that waits for its member's plan is taken up. */
const stoppedLookMs = minuteMs;
/** A request ends by itself after this, and at the latest this long before the work. */
const requestForMs = 3 * dayMs;
const requestEndsBeforeMs = hourMs;

/** Half a second, 1 s, 2 s … at the most five minutes. */
const waitMs = (attempts: number) => Math.min(5 * minuteMs, 0.5 * secondMs * 2 ** Math.min(attempts, 10));

/** What a look at an order has led to. `requestedUntil`: the platform has our request. `wait`: it stands, and the buyer has not decided. */
type Step = "confirm" | "again" | "wait" | { release: string } | { requestedUntil: Date };

/**
 * What a plan that has stopped automation means for an intent: one never called for is given up, and one that its buyer or a read may still
 * settle waits for the plan until its work begins. What the member withdraws is withdrawn all the same.
 */
function stopOf(plan: Plan, { state, windowStart, withdrawBecause }: IntentRow, at: Date): "goes_on" | "waits" | PlanGap {
  const gap = planGaps[plan.standing];
  if (gap === null || !stopsAutomation(plan) || withdrawBecause !== null) return "goes_on";
  return state === "intended" || windowStart <= at ? gap : "waits";
}

/** Takes an intent in hand, unless its platform may not be called at the moment: then it is put off, since a call may have gone through. */
async function begin(intentId: string): Promise<{ intent: IntentRow; connection: ConnectionRow; stop: "goes_on" | PlanGap } | null> {
  return await transaction({ kind: "system", job }, async (tx) => {
    const intent = await openIntent(tx, intentId);
    const connection = intent ? await findConnection(tx, intent.connectionId) : null;
    if (!intent || !connection) return null;
    const at = now();
    const { pausedUntil } = await platformStanding(tx, connection.platform);
    if (pausedUntil && pausedUntil > at) {
      await postponeIntent(tx, intentId, pausedUntil);
      return null;
    }
    const stop = stopOf(await planOf(tx, intent.accountId), intent, at);
    if (stop === "waits") {
      await postponeIntent(tx, intentId, later(at, stoppedLookMs));
      return null;
    }
    await beginIntent(tx, intentId, later(at, intent.state === "requested" ? requestLookMs : waitMs(intent.attempts)));
    return { intent, connection, stop };
  });
}

/** Commits that the order was seen unassigned, and that it will be called for, unless something has stopped it meanwhile. */
async function commitToCall(intent: IntentRow, window: WorkWindow): Promise<string | null> {
  await point("pursue.before-seen-commit");
  const stop = await transaction({ kind: "system", job, accountId: intent.accountId }, async (tx) => {
    const connection = await findConnection(tx, intent.connectionId);
    const stop = connection ? await whyNotAccept(tx, connection, intent.by) : "connection_off";
    if (stop) return stop;
    if (intent.windowStart <= now()) return "begun";
    if (moved(intent, window)) return "moved";
    await markCalling(tx, intent.id, now());
    return null;
  });
  await point("pursue.after-seen-commit");
  return stop;
}

/** Whether the buyer has moved the work since it was held: then what was decided is about another order. */
const moved = (intent: IntentRow, { windowStart, windowEnd }: WorkWindow) =>
  windowStart.getTime() !== intent.windowStart.getTime() || windowEnd.getTime() !== intent.windowEnd.getTime();

async function readBack(session: PlatformSession, orderId: string, answer: AcceptAnswer, attempts: number): Promise<Step> {
  await point("pursue.before-read-back");
  const { assignment } = await session.readOrder(orderId);
  await point("pursue.after-read-back");
  if (assignment === "ours") return "confirm";
  if (assignment !== "unassigned") return { release: assignment };
  if (answer === "taken") return { release: "taken" };
  return attempts >= mostAttempts ? { release: "never_assigned" } : "again";
}

/** When a request made now ends by itself. */
function requestEnds({ windowStart }: WorkWindow): Date {
  return new Date(Math.min(now().getTime() + requestForMs, windowStart.getTime() - requestEndsBeforeMs));
}

/** Asks the buyer for the order. Asking twice is harmless: the platform keeps one request of a provider, and the read says whether it stands. */
async function request(intent: IntentRow, session: PlatformSession, orderId: string, window: WorkWindow): Promise<Step> {
  const expiresAt = requestEnds(window);
  if (expiresAt <= now()) return { release: "too_late_to_request" };
  const { answer } = await session.requestOrder(orderId, window, expiresAt);
  await point("pursue.after-call");
  const reading = await session.readOrder(orderId);
  if (reading.assignment === "unassigned" && reading.requestedByUs !== null) return { requestedUntil: expiresAt };
  if (reading.assignment === "ours") return "confirm";
  if (reading.assignment !== "unassigned") return { release: reading.assignment };
  if (answer === "taken") return { release: "taken" };
  return intent.attempts >= mostAttempts ? { release: "never_requested" } : "again";
}

/** Looks whether the buyer has decided about a standing request, or takes it back when that is wanted. */
async function followRequest(intent: IntentRow, session: PlatformSession, orderId: string, reading: OrderReading): Promise<Step> {
  if (reading.assignment !== "unassigned") return { release: reading.assignment };
  if (reading.requestedByUs === null) {
    return { release: intent.requestExpiresAt && intent.requestExpiresAt <= now() ? "request_expired" : "refused_by_buyer" };
  }
  const because = intent.withdrawBecause ?? (moved(intent, reading) ? "moved" : null);
  if (because === null) return "wait";
  await session.withdrawRequest(orderId, reading.requestedByUs);
  const after = await session.readOrder(orderId);
  if (after.assignment === "ours") return "confirm";
  return after.assignment === "unassigned" && after.requestedByUs !== null ? "again" : { release: because };
}

async function pursue(intent: IntentRow, session: PlatformSession): Promise<Step> {
  const orderId = decryptOrderId(intent.connectionId, intent.externalCipher);
  await point("pursue.before-read");
  const reading = await session.readOrder(orderId);
  await point("pursue.after-read");
  if (reading.assignment === "ours") return "confirm";
  if (intent.state === "requested") return await followRequest(intent, session, orderId, reading);
  if (reading.assignment !== "unassigned") return { release: reading.assignment };
  const stop = await commitToCall(intent, reading);
  if (stop) return { release: stop };
  if (intent.kind === "request") return await request(intent, session, orderId, reading);
  const answer = await session.acceptRouted(orderId);
  await point("pursue.after-call");
  return await readBack(session, orderId, answer, intent.attempts);
}

async function noteRequested(intent: IntentRow, expiresAt: Date): Promise<void> {
  const { id, accountId, connectionId, offerId } = intent;
  await transaction({ kind: "system", job, accountId }, async (tx) => {
    const at = now();
    await markIntentRequested(tx, id, {
      requestedAt: at,
      requestExpiresAt: expiresAt,
      nextAttemptAt: later(at, requestLookMs),
    });
    await markRequested(tx, offerId, at);
    await recordActivity(tx, { accountId, connectionId, offerId, kind: "offer_requested" });
  });
}

async function take(intent: IntentRow, step: Step): Promise<void> {
  if (step === "again" || step === "wait") return;
  if (step === "confirm") return await confirmAcceptance(intent.id, intent.accountId);
  if ("requestedUntil" in step) return await noteRequested(intent, step.requestedUntil);
  await releaseIntent(intent.id, intent.accountId, step.release);
}

/** What a platform in trouble means for an intent: it stays, since a call may have gone through; only one never called for is given up. */
async function inTrouble(intent: IntentRow, connection: ConnectionRow, trouble: PlatformError): Promise<void> {
  log.info("order not settled yet", { intent: intent.id, why: trouble.kind });
  await noteTrouble(connection.platform, trouble);
  if (trouble.kind === "login_refused") {
    await pauseRefused(connection);
    if (intent.state === "intended") await releaseIntent(intent.id, intent.accountId, "login_refused");
  }
  if (trouble.retryAfterSeconds === null) return;
  const nextAttemptAt = later(now(), trouble.retryAfterSeconds * secondMs);
  await transaction({ kind: "system", job, accountId: intent.accountId }, (tx) => postponeIntent(tx, intent.id, nextAttemptAt));
}

/** The account was suspended or ended before a call: what was never asked for is given up, and what was stays to be read back. */
async function stopped({ id, accountId, state }: IntentRow): Promise<void> {
  if (state === "intended") await releaseIntent(id, accountId, "account_suspended");
}

/**
 * Job: takes an intent to its end. Reads the order, commits that it was seen unassigned, calls the platform, reads back, and confirms
 * or releases. An order that its buyer gives away is requested, and keeps its hold until the buyer has decided, the request has ended, or it
 * is withdrawn. No answer of a call proves anything; only what is read does.
 *
 * It can die anywhere and be run again, also by two workers at once: before the call nothing has happened; after it, the order read as
 * ours and the commit before the call say that it became the member's through this service; and each end is reached once.
 */
export async function pursueIntent(intentId: string): Promise<void> {
  await withLock(`intent:${intentId}`, async () => {
    const begun = await begin(intentId);
    if (!begun) return;
    const { intent, connection, stop } = begun;
    if (stop !== "goes_on") return await releaseIntent(intentId, intent.accountId, stop);
    // Without its login nothing can be asked any more: what cannot be shown to be the member's through us is not charged.
    if (connection.state === "unlinked") return await releaseIntent(intentId, intent.accountId, "unlinked");
    try {
      await take(
        intent,
        await withSession(connection, { ...why, asked: intent.state !== "intended" }, (session) => pursue(intent, session)),
      );
    } catch (thrown) {
      if (thrown instanceof AccountStopped) return await stopped(intent);
      if (!(thrown instanceof PlatformError)) throw thrown;
      await inTrouble(intent, connection, thrown);
    }
  });
}

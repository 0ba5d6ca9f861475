import { transaction, withLock } from "@/db/client";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { beginIntent, forgetPrompt, type IntentRow, markIntentRequested, openIntent, postponeIntent } from "@/db/queries/intents";
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
import { acceptanceStop } from "@/lib/orders/automation-stop";
import { call, commitToCall, isRefusal, moved } from "@/lib/orders/call-platform";
import { confirmAcceptance } from "@/lib/orders/confirm-acceptance";
import type { Stop } from "@/lib/orders/judge-again";
import { releaseIntent } from "@/lib/orders/release-intent";
import { type AcceptAnswer, type OrderReading, PlatformError, type PlatformSession, type WorkWindow } from "@/lib/platforms/contract";

const job = "pursue-intent";
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

/** How long after its work an order of which nothing could be found out is given up. */
const settledForMs = dayMs;

/**
 * What a look at an order has led to. `ours`: it is the member's, and then is its work. `requestedUntil`: the platform has our request.
 * `wait`: it stands, and the buyer has not decided.
 */
type Step = "again" | "wait" | Stop | { ours: WorkWindow } | { requestedUntil: Date };

const released = (release: string): Stop => ({ release, decision: null });

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

async function readBack(session: PlatformSession, orderId: string, answer: AcceptAnswer, attempts: number): Promise<Step> {
  await point("pursue.before-read-back");
  const reading = await session.readOrder(orderId);
  await point("pursue.after-read-back");
  if (reading.assignment === "ours") return { ours: reading };
  if (reading.assignment !== "unassigned") return released(reading.assignment);
  if (answer === "taken") return released("taken");
  return attempts >= mostAttempts ? released("never_assigned") : "again";
}

/** When a request made now ends by itself. */
function requestEnds({ windowStart }: WorkWindow): Date {
  return new Date(Math.min(now().getTime() + requestForMs, windowStart.getTime() - requestEndsBeforeMs));
}

/** Asks the buyer for the order. Asking twice is harmless: the platform keeps one request of a provider, and the read says whether it stands. */
async function request(intent: IntentRow, session: PlatformSession, orderId: string, window: WorkWindow): Promise<Step> {
  const expiresAt = requestEnds(window);
  if (expiresAt <= now()) return released("too_late_to_request");
  const answer = await call(intent, async () => (await session.requestOrder(orderId, window, expiresAt)).answer);
  const reading = await session.readOrder(orderId);
  if (reading.assignment === "ours") return { ours: reading };
  if (reading.assignment !== "unassigned") return released(reading.assignment);
  if (reading.requestedByUs !== null) return isRefusal(answer) ? released("requested_by_hand") : { requestedUntil: expiresAt };
  if (answer === "taken") return released("taken");
  return intent.attempts >= mostAttempts ? released("never_requested") : "again";
}

/**
 * Looks whether the buyer has decided about a standing request, or takes it back when that is wanted. One that stands on a platform past
 * its end is taken back too: its hold is let go whether or not the platform ends requests by itself.
 */
async function followRequest(intent: IntentRow, session: PlatformSession, orderId: string, reading: OrderReading): Promise<Step> {
  if (reading.assignment !== "unassigned") return released(reading.assignment);
  const isOver = intent.requestExpiresAt !== null && intent.requestExpiresAt <= now();
  if (reading.requestedByUs === null) return released(isOver ? "request_expired" : "refused_by_buyer");
  const because = intent.withdrawBecause ?? (moved(intent, reading) ? "moved" : isOver ? "request_expired" : null);
  if (because === null) return "wait";
  await session.withdrawRequest(orderId, reading.requestedByUs);
  const after = await session.readOrder(orderId);
  if (after.assignment === "ours") return { ours: after };
  const stands = after.assignment === "unassigned" && after.requestedByUs !== null && !isLongOver(intent);
  return stands ? "again" : released(because);
}

/** Whether an order's work has been over for so long that nothing more will be found out about it. */
const isLongOver = ({ windowEnd }: IntentRow) => later(windowEnd, settledForMs) <= now();

/**
 * A request of the member's stands that was not noted yet. One for which we called is followed, so that its time stays theirs until the buyer
 * has decided; found late, it costs nothing, see `attributionOf`. Without a call of ours it is the member's own, and is left to them.
 */
function foundRequest({ seenUnassignedAt }: IntentRow, window: WorkWindow): Step {
  return seenUnassignedAt ? { requestedUntil: requestEnds(window) } : released("requested_by_hand");
}

async function pursue(intentId: string, session: PlatformSession): Promise<Step> {
  // Read anew, since a login that had ended makes this run twice.
  const intent = await transaction({ kind: "system", job }, (tx) => openIntent(tx, intentId));
  if (!intent) return "wait";
  const orderId = decryptOrderId(intent.connectionId, intent.externalCipher);
  await point("pursue.before-read");
  const reading = await session.readOrder(orderId);
  await point("pursue.after-read");
  if (reading.assignment === "ours") return { ours: reading };
  if (intent.state === "requested") return await followRequest(intent, session, orderId, reading);
  if (reading.assignment !== "unassigned") return released(reading.assignment);
  if (reading.requestedByUs !== null) return foundRequest(intent, reading);
  const stop = await commitToCall(intent, reading.offer);
  if (stop) return stop;
  if (intent.kind === "request") return await request(intent, session, orderId, reading);
  const answer = await call(intent, () => session.acceptRouted(orderId));
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

async function noteWaiting({ id, accountId, promptedAt }: IntentRow): Promise<void> {
  if (promptedAt) await transaction({ kind: "system", job, accountId }, (tx) => forgetPrompt(tx, id, promptedAt));
}

async function take(intent: IntentRow, step: Step): Promise<void> {
  if (step === "wait") return await noteWaiting(intent);
  if (step === "again") return;
  if ("ours" in step) {
    return await confirmAcceptance(intent.id, intent.accountId, intent.promptedAt ? "webhook" : "read_back", step.ours);
  }
  if ("requestedUntil" in step) return await noteRequested(intent, step.requestedUntil);
  await releaseIntent(intent.id, intent.accountId, step.release, step.decision);
}

/** Nothing more can be called: what is not called for, as it stands now, is given up, and what may have gone through stays to be read back. */
async function giveUp({ id, accountId }: IntentRow, because: string): Promise<void> {
  const standing = await transaction({ kind: "system", job, accountId }, (tx) => openIntent(tx, id));
  if (standing?.state === "intended") await releaseIntent(id, accountId, because);
}

/**
 * What a platform in trouble means for an intent: it stays, since a call may have gone through; only one never called for is given up. A
 * day after its work is over it ends all the same, as an unlinked one does: what cannot be shown to have become the member's is not charged.
 */
async function inTrouble(intent: IntentRow, connection: ConnectionRow, trouble: PlatformError): Promise<void> {
  log.info("order not settled yet", { intent: intent.id, why: trouble.kind });
  await noteTrouble(connection.platform, trouble);
  if (isLongOver(intent)) return await releaseIntent(intent.id, intent.accountId, "never_known");
  if (trouble.kind === "login_refused") {
    await pauseRefused(connection);
    await giveUp(intent, "login_refused");
  }
  if (trouble.retryAfterSeconds === null) return;
  const nextAttemptAt = later(now(), trouble.retryAfterSeconds * secondMs);
  await transaction({ kind: "system", job, accountId: intent.accountId }, (tx) => postponeIntent(tx, intent.id, nextAttemptAt));
}

/**
 * Job: takes an intent to its end. Reads the order, commits that it was seen unassigned and still suits, calls the platform, reads back, and
 * confirms or releases. An order that its buyer gives away is requested, and keeps its hold until the buyer has decided, the request has ended, or it
 * is withdrawn. No answer of a call proves anything; only what is read does.
 *
 * It can die anywhere and be run again, also by two workers at once: before the call nothing has happened; after it, the order read as
 * ours soon after the commit before the call says that it became the member's through this service; and each end is reached once.
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
      const why = { job, reason: "accept", asked: intent.state !== "intended", stopOf: acceptanceStop(connection.platform) };
      await take(intent, await withSession(connection, why, (session) => pursue(intentId, session)));
    } catch (thrown) {
      if (thrown instanceof AccountStopped) return await giveUp(intent, thrown.because);
      if (!(thrown instanceof PlatformError)) throw thrown;
      await inTrouble(intent, connection, thrown);
    }
  });
}

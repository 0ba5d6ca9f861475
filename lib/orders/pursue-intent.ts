import { transaction, withLock } from "@/db/client";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { beginIntent, type IntentRow, markCalling, openIntent, postponeIntent } from "@/db/queries/intents";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { pauseRefused } from "@/lib/connections/settle-connection";
import { withSession } from "@/lib/connections/with-session";
import { decryptOrderId } from "@/lib/keys/order-ids";
import { confirmAcceptance } from "@/lib/orders/confirm-acceptance";
import { whyNotAccept } from "@/lib/orders/may-accept";
import { releaseIntent } from "@/lib/orders/release-intent";
import { type AcceptAnswer, PlatformError, type PlatformSession } from "@/lib/platforms/contract";

const job = "pursue-intent";
const why = { job, reason: "accept" } as const;
/** A conflict or an order that stays unassigned although we called is tried again this often. */
const mostAttempts = 12;

/** Half a second, 1 s, 2 s … at the most five minutes. */
const waitMs = (attempts: number) => Math.min(5 * minuteMs, 0.5 * secondMs * 2 ** Math.min(attempts, 10));

type Step = "confirm" | "again" | { release: string };

async function begin(intentId: string): Promise<{ intent: IntentRow; connection: ConnectionRow } | null> {
  return await transaction({ kind: "system", job }, async (tx) => {
    const intent = await openIntent(tx, intentId);
    const connection = intent ? await findConnection(tx, intent.connectionId) : null;
    if (!intent || !connection) return null;
    await beginIntent(tx, intentId, later(now(), waitMs(intent.attempts)));
    return { intent, connection };
  });
}

/** Commits that the order was seen unassigned, and that it will be called for, unless something has stopped it meanwhile. */
async function commitToCall(intent: IntentRow): Promise<string | null> {
  await point("pursue.before-seen-commit");
  const stop = await transaction({ kind: "system", job, accountId: intent.accountId }, async (tx) => {
    const connection = await findConnection(tx, intent.connectionId);
    const stop = connection ? await whyNotAccept(tx, connection) : "connection_off";
    if (stop) return stop;
    if (intent.windowStart <= now()) return "begun";
    await markCalling(tx, intent.id, now());
    return null;
  });
  await point("pursue.after-seen-commit");
  return stop;
}

async function readBack(session: PlatformSession, orderId: string, answer: AcceptAnswer, attempts: number): Promise<Step> {
  await point("pursue.before-read-back");
  const { assignment } = await session.readOrder(orderId);
  await point("pursue.after-read-back");
  if (assignment === "ours") return "confirm";
  if (assignment !== "unassigned") return { release: assignment };
  if (answer === "taken") return { release: "taken" };
  return attempts >= mostAttempts ? { release: "never_assigned" } : "again";
}

async function pursue(intent: IntentRow, session: PlatformSession): Promise<Step> {
  const orderId = decryptOrderId(intent.connectionId, intent.externalCipher);
  await point("pursue.before-read");
  const { assignment } = await session.readOrder(orderId);
  await point("pursue.after-read");
  if (assignment === "ours") return "confirm";
  if (assignment !== "unassigned") return { release: assignment };
  const stop = await commitToCall(intent);
  if (stop) return { release: stop };
  const answer = await session.acceptRouted(orderId);
  await point("pursue.after-call");
  return await readBack(session, orderId, answer, intent.attempts);
}

/** What a platform in trouble means for an intent: it stays, since a call may have gone through; only one never called for is given up. */
async function inTrouble(intent: IntentRow, connection: ConnectionRow, trouble: PlatformError): Promise<void> {
  log.info("order not settled yet", { intent: intent.id, why: trouble.kind });
  if (trouble.kind === "login_refused") {
    await pauseRefused(connection);
    if (intent.state === "intended") await releaseIntent(intent.id, intent.accountId, "login_refused");
  }
  if (trouble.retryAfterSeconds === null) return;
  const nextAttemptAt = later(now(), trouble.retryAfterSeconds * secondMs);
  await transaction({ kind: "system", job, accountId: intent.accountId }, (tx) => postponeIntent(tx, intent.id, nextAttemptAt));
}

/**
 * Job: takes an intent to its end. Reads the order, commits that it was seen unassigned, calls the platform, reads back, and confirms
 * or releases. No answer of the call proves anything; only what is read does.
 *
 * It can die anywhere and be run again, also by two workers at once: before the call nothing has happened; after it, the order read as
 * ours and the commit before the call say that it became the member's through this service; and each end is reached once.
 */
export async function pursueIntent(intentId: string): Promise<void> {
  await withLock(`intent:${intentId}`, async () => {
    const begun = await begin(intentId);
    if (!begun) return;
    const { intent, connection } = begun;
    try {
      const step = await withSession(connection, why, (session) => pursue(intent, session));
      if (step === "confirm") await confirmAcceptance(intentId, intent.accountId);
      else if (step !== "again") await releaseIntent(intentId, intent.accountId, step.release);
    } catch (thrown) {
      if (!(thrown instanceof PlatformError)) throw thrown;
      await inTrouble(intent, connection, thrown);
    }
  });
}

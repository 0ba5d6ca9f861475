import { transaction, withLock } from "@/db/client";
import { type ConnectionRow, findConnection, keepPlatformUser } from "@/db/queries/connections";
import { findOwnPause } from "@/db/queries/pauses";
import { countPolled, scheduleNextPoll } from "@/db/queries/polls";
import { findRules } from "@/db/queries/rules";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { point } from "@/lib/base/points";
import { recordActivity } from "@/lib/connections/activity";
import { AccountStopped } from "@/lib/connections/guard-calls";
import { noteTrouble } from "@/lib/connections/note-trouble";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { pauseRefused } from "@/lib/connections/settle-connection";
import { withSession } from "@/lib/connections/with-session";
import { acceptanceStop } from "@/lib/orders/automation-stop";
import { considerOffers } from "@/lib/orders/consider-offers";
import { looksAtText } from "@/lib/orders/decide";
import { mayWatch } from "@/lib/orders/may-watch";
import { noteAssigned } from "@/lib/orders/note-assigned";
import { PlatformError } from "@/lib/platforms/contract";

const job = "poll-connection";
const shortestMs = 2 * secondMs;
/** Of a platform's call budget, what looking for offers may use; the rest is for accepting. */
const shareForPolls = 0.5;
/** How old what is assigned on the platform may be before it is read anew; a message of the platform makes it sooner. */
const assignedForMs = 15 * minuteMs;

/** How long to wait between looks, so that all polled connections of a platform together stay in its budget; spread by up to a tenth. */
function pauseMs(callsPerMinute: number, polled: number): number {
  const fair = (Math.max(1, polled) * minuteMs) / (callsPerMinute * shareForPolls);
  return Math.max(shortestMs, fair) * (1 + Math.random() / 10);
}

async function begin(connectionId: string): Promise<{ connection: ConnectionRow; withText: boolean } | null> {
  return await transaction({ kind: "system", job }, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    if (connection?.state !== "working" || connection.mode === "off") return null;
    const at = now();
    if (connection.nextPollAt && connection.nextPollAt > at) return null;
    if (!(await mayWatch(tx, connection)) || (await findOwnPause(tx, connection.accountId, at))) {
      await scheduleNextPoll(tx, connectionId, later(at, minuteMs));
      return null;
    }
    const { callsPerMinute } = requireAdapter(connection.platform);
    await scheduleNextPoll(tx, connectionId, later(at, pauseMs(callsPerMinute, await countPolled(tx, connection.platform))), at);
    return { connection, withText: looksAtText(await findRules(tx, connection.accountId)) };
  });
}

async function putOff(connection: ConnectionRow, trouble: PlatformError): Promise<void> {
  const { id: connectionId, accountId } = connection;
  await noteTrouble(connection.platform, trouble);
  const seconds = trouble.retryAfterSeconds ?? (trouble.kind === "changed_shape" ? 300 : 15);
  await transaction({ kind: "system", job, accountId }, async (tx) => {
    await scheduleNextPoll(tx, connectionId, later(now(), seconds * secondMs));
    await recordActivity(tx, { accountId, connectionId, kind: "poll_failed", facts: { why: trouble.kind } });
  });
  log.info("platform not polled", { connection: connectionId, why: trouble.kind });
}

/**
 * Job: looks at a connection's offers and decides about each. The next look is written down before this one is made, so a crash costs
 * one interval. Nothing is called while the operator has the platform switched off, the account is suspended, its plan is unpaid or
 * over, the terms in force are not agreed to, or the member has paused. A
 * login that is refused ends the watch and tells the member. What is assigned to the member there is read now and then, beside the offers, and
 * noted before anything is decided.
 */
export async function pollConnection(connectionId: string): Promise<void> {
  await withLock(`poll:${connectionId}`, async () => {
    const begun = await begin(connectionId);
    if (!begun) return;
    const { connection, withText } = begun;
    const stale = !connection.assignedReadAt || connection.assignedReadAt < later(now(), -assignedForMs);
    try {
      await point("poll.before-list");
      const { offers, assigned, userId } = await withSession(
        connection,
        { job, reason: "poll", stopOf: acceptanceStop(connection.platform) },
        async (session) => {
          const [assigned, offers] = await Promise.all([stale ? session.listAssigned() : null, session.listOffers({ withText })]);
          return { assigned, offers, userId: session.userId };
        },
      );
      await point("poll.after-list");
      if (userId !== connection.platformUserId)
        await transaction({ kind: "system", job }, (tx) => keepPlatformUser(tx, connectionId, userId));
      if (assigned) await noteAssigned(connection, assigned);
      await considerOffers(connection, offers);
    } catch (thrown) {
      if (thrown instanceof AccountStopped) return;
      if (!(thrown instanceof PlatformError)) throw thrown;
      if (thrown.kind === "login_refused") return await pauseRefused(connection);
      await putOff(connection, thrown);
    }
  });
}

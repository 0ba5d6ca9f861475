import { transaction, withLock } from "@/db/client";
import { type Followed, findFollowed, setNextLook } from "@/db/queries/acceptances";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { dayMs, later, minuteMs, now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { AccountStopped } from "@/lib/connections/guard-calls";
import { noteTrouble } from "@/lib/connections/note-trouble";
import { pauseRefused } from "@/lib/connections/settle-connection";
import { withSession } from "@/lib/connections/with-session";
import { decryptOrderId } from "@/lib/keys/order-ids";
import { automationStop } from "@/lib/orders/automation-stop";
import { creditedUntil, endAcceptance } from "@/lib/orders/end-acceptance";
import { mayWatch } from "@/lib/orders/may-watch";
import { moveWork } from "@/lib/orders/move-work";
import { type OrderReading, PlatformError } from "@/lib/platforms/contract";

const job = "follow-acceptance";
const soonMs = 15 * minuteMs;
const seldomMs = 60 * minuteMs;

/** An accepted order is looked at every hour, every quarter of one from a day before its work; a message of the platform makes it sooner. */
export function nextLook(windowStart: Date, at: Date): Date {
  return later(at, windowStart.getTime() - at.getTime() < dayMs ? soonMs : seldomMs);
}

async function begin(acceptanceId: string): Promise<{ acceptance: Followed; connection: ConnectionRow } | null> {
  return await transaction({ kind: "system", job }, async (tx) => {
    const at = now();
    const acceptance = await findFollowed(tx, acceptanceId);
    if (!acceptance) return null;
    const isOver = (acceptance.windowEnd <= at && creditedUntil(acceptance.windowStart) <= at) || acceptance.externalCipher === null;
    await setNextLook(tx, acceptanceId, isOver ? null : nextLook(acceptance.windowStart, at));
    if (isOver) return null;
    const connection = await findConnection(tx, acceptance.connectionId);
    return connection?.state === "working" && (await mayWatch(tx, connection)) ? { acceptance, connection } : null;
  });
}

async function follow(acceptance: Followed, reading: OrderReading): Promise<void> {
  switch (reading.assignment) {
    case "ours":
      return await moveWork(acceptance, reading);
    case "gone":
    case "cancelled":
      return await endAcceptance(acceptance, "cancelled");
    case "someone_else":
    case "unassigned":
      return await endAcceptance(acceptance, "given_back");
  }
}

/**
 * Job: looks at an accepted order until its work is over and can no longer be credited, since the buyer may move or cancel it. The next look is written down before this
 * one, so that neither a crash nor a platform in trouble ends the watch; what is found is written once, however often it is found.
 */
export async function followAcceptance(acceptanceId: string): Promise<void> {
  await withLock(`follow:${acceptanceId}`, async () => {
    const begun = await begin(acceptanceId);
    if (!begun) return;
    const { acceptance, connection } = begun;
    const orderId = decryptOrderId(connection.id, acceptance.externalCipher ?? "");
    try {
      await follow(
        acceptance,
        await withSession(connection, { job, reason: "follow", stopOf: automationStop }, (session) => session.readOrder(orderId)),
      );
    } catch (thrown) {
      if (thrown instanceof AccountStopped) return;
      if (!(thrown instanceof PlatformError)) throw thrown;
      log.info("accepted order not looked at", { acceptance: acceptanceId, why: thrown.kind });
      if (thrown.kind === "login_refused") return await pauseRefused(connection);
      await noteTrouble(connection.platform, thrown);
    }
  });
}

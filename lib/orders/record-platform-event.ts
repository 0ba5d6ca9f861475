import { transaction } from "@/db/client";
import { insertPlatformEvent } from "@/db/queries/platform-events";
import { now } from "@/lib/base/clock";
import type { PlatformId } from "@/lib/platforms/ids";
import type { PlatformMessage } from "@/lib/platforms/read-message";

/** Records a verified message once, by its delivery's id; the worker is woken by the row. */
export async function recordPlatformEvent(platform: PlatformId, message: PlatformMessage): Promise<void> {
  await transaction({ kind: "webhook", source: "platform" }, (tx) => insertPlatformEvent(tx, { platform, ...message, receivedAt: now() }));
}

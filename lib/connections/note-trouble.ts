import { transaction } from "@/db/client";
import { markShapeChanged, pausePlatform } from "@/db/queries/platform-permits";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now, secondMs } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { queueMail } from "@/lib/notices/queue-mail";
import type { PlatformError } from "@/lib/platforms/contract";

const actor = { kind: "system", job: "platform-trouble" } as const;

/** How long a platform at its limit is left alone that does not say how long it wants to be. */
const unsaidRestSeconds = 15;

/**
 * What a platform's trouble means for everybody on it. It asked to wait: every worker does, for that long. It answered in a shape that is
 * not known: nothing more is accepted there, and the operator is told, once, until they permit it anew.
 */
export async function noteTrouble(platform: string, { kind, retryAfterSeconds }: PlatformError): Promise<void> {
  if (kind === "changed_shape") {
    await transaction(actor, async (tx) => {
      if (!(await markShapeChanged(tx, platform, now()))) return;
      await recordAccess(tx, { act: "platform.changed", object: `platform:${platform}`, subject: null, reason: "unknown_shape" });
      await queueMail(tx, { template: "platform-changed", accountId: null, facts: { platform } });
      log.error("platform answers in an unknown shape", { platform });
    });
  }
  if (kind === "rate_limited") {
    const until = later(now(), (retryAfterSeconds ?? unsaidRestSeconds) * secondMs);
    await transaction(actor, (tx) => pausePlatform(tx, platform, until));
  }
}

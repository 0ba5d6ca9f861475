import { type Tx, transaction } from "@/db/client";
import { findPermit, putPermit, revokePermit } from "@/db/queries/platform-permits";
import { isPlatformStopped } from "@/db/queries/stops";
import { recordAccess } from "@/lib/audit/record-access";
import { type Actor, nameOf } from "@/lib/base/actor";
import { later, now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { stoppedSeconds } from "@/lib/connections/guard-calls";
import { isPlatformId } from "@/lib/platforms/ids";

/** How a platform stands. `changed`: it answers in a shape that is not known, so nothing is done there until staff permit it anew. */
export type PlatformStanding = { state: "off" | "changed" | "on"; pausedUntil: Date | null };

/**
 * Whether the operator permits automation on this platform, whether it is understood, and whether it has asked for a rest. One that staff have
 * stopped during an incident rests as long as that stands: a minute at a time.
 */
export async function platformStanding(tx: Tx, platform: string): Promise<PlatformStanding> {
  const permit = await findPermit(tx, platform);
  if (!permit) return { state: "off", pausedUntil: null };
  const pausedUntil = (await isPlatformStopped(tx, platform)) ? later(now(), stoppedSeconds * secondMs) : permit.pausedUntil;
  return { state: permit.shapeChangedAt ? "changed" : "on", pausedUntil };
}

/** Whether the operator has recorded that automation is permitted on this platform. Without that it is off. */
export async function isPermitted(tx: Tx, platform: string): Promise<boolean> {
  return (await platformStanding(tx, platform)).state !== "off";
}

function assertPlatform(platform: string): void {
  if (!isPlatformId(platform)) throw new AppError("not_found", { platform });
}

/**
 * Records that the platform permits automation; from then on it is on, also when it had stopped because its answers had changed.
 * @throws AppError not_found for a platform that there is no adapter for.
 */
export async function permitPlatform(actor: Actor, platform: string): Promise<void> {
  assertPlatform(platform);
  await transaction(actor, async (tx) => {
    await putPermit(tx, platform, nameOf(actor), now());
    await recordAccess(tx, { act: "platform.permit", object: `platform:${platform}`, subject: null, reason: "operator" });
  });
}

/** Switches automation on a platform off, for everybody, before the next call to it. */
export async function forbidPlatform(actor: Actor, platform: string): Promise<void> {
  assertPlatform(platform);
  await transaction(actor, async (tx) => {
    if (!(await revokePermit(tx, platform, now()))) return;
    await recordAccess(tx, { act: "platform.forbid", object: `platform:${platform}`, subject: null, reason: "operator" });
  });
}

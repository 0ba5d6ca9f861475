import { transaction } from "@/db/client";
import { workerSeenAt } from "@/db/queries/key-tasks";
import { listPermits } from "@/db/queries/platform-permits";
import { listStops } from "@/db/queries/stops";
import { minuteMs, now } from "@/lib/base/clock";
import { type PlatformId, platformIds } from "@/lib/platforms/ids";

/** The worker writes down that it lives every minute; when it has not for this long, it does not run. */
const silentMs = 5 * minuteMs;

export type PlatformState = "works" | "off" | "not_understood" | "rests" | "stopped";
export interface ServiceStatus {
  worker: { state: "works" | "silent"; seenAt: Date | null };
  /** Whether sealed logins are opened; null where nothing is frozen, else since when not. */
  frozenSince: Date | null;
  platforms: { id: PlatformId; state: PlatformState; since: Date | null }[];
}

/**
 * How the service stands at this moment, for anybody: from what the worker last wrote down, staff's stops and the platforms' permits. What cannot be seen
 * is not said to work.
 */
export async function readStatus(): Promise<ServiceStatus> {
  return await transaction({ kind: "visitor" }, async (tx) => {
    const at = now();
    const seenAt = await workerSeenAt(tx);
    const stops = await listStops(tx);
    const permits = await listPermits(tx);
    const everything = stops.find(({ kind }) => kind === "everything") ?? null;
    const frozen = everything ?? stops.find(({ kind }) => kind === "vault") ?? null;
    const standingOf = (id: PlatformId): { state: PlatformState; since: Date | null } => {
      const stop = everything ?? stops.find(({ platform }) => platform === id);
      if (stop) return { state: "stopped", since: stop.since };
      const permit = permits.find(({ platform }) => platform === id);
      if (!permit || permit.revokedAt) return { state: "off", since: null };
      if (permit.shapeChangedAt) return { state: "not_understood", since: permit.shapeChangedAt };
      return { state: permit.pausedUntil && permit.pausedUntil > at ? "rests" : "works", since: null };
    };
    return {
      worker: { state: seenAt && at.getTime() - seenAt.getTime() < silentMs ? "works" : "silent", seenAt },
      frozenSince: frozen?.since ?? null,
      platforms: platformIds.map((id) => ({ id, ...standingOf(id) })),
    };
  });
}

import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { type Limiter, localLimiter, type Pace } from "@/lib/edge/local-limiter";

const storeTimeoutMs = 500;
/** After a failure the store is left alone for this long, so that an outage does not slow every request down. */
const storeRestMs = 5_000;

export interface SharedStore {
  url: string;
  token: string;
}

/**
 * A limit that all instances share through Upstash's REST interface, or one of this instance alone where none is configured. When the
 * store is down or slow its library lets everything through with the reason "timeout": that, and any error, is the cue for the local
 * limiter, which serves until the store has had time to recover.
 * @param name keeps one limit's counts apart from another's in the shared store
 */
export function makeLimiter(name: string, pace: Pace, store: SharedStore | null): Limiter {
  const local = localLimiter(pace);
  if (!store) return local;
  const shared = new Ratelimit({
    redis: new Redis({ ...store, retry: false, enableTelemetry: false }),
    limiter: Ratelimit.slidingWindow(pace.most, `${pace.windowSeconds} s`),
    prefix: `holdfast:${name}`,
    timeout: storeTimeoutMs,
    analytics: false,
  });
  let restsUntil = 0;
  return async (key) => {
    if (Date.now() >= restsUntil) {
      const answer = await shared.limit(key).catch(() => null);
      if (answer && answer.reason !== "timeout") {
        return answer.success ? { allowed: true } : { allowed: false, retryAfterSeconds: secondsUntil(answer.reset) };
      }
      restsUntil = Date.now() + storeRestMs;
    }
    return await local(key);
  };
}

function secondsUntil(atMs: number): number {
  return Math.max(1, Math.ceil((atMs - Date.now()) / 1_000));
}

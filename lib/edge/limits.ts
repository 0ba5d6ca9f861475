import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";

/** How many requests one network may make in a window. Built files do not count. */
const requests = 300;
const windowSeconds = 60;
const mostNetworks = 50_000;

export type Verdict = { allowed: true } | { allowed: false; retryAfterSeconds: number };
export type Limiter = (network: string) => Promise<Verdict>;

/**
 * A fixed window per network in this instance's memory. Serves alone where no shared store is configured, and behind it when it
 * does not answer. Forgets the oldest network when there are too many, so that spoofing cannot fill the memory.
 */
export function localLimiter(nowMs: () => number = Date.now): Limiter {
  const windows = new Map<string, { endsAt: number; count: number }>();
  return async (network) => {
    const at = nowMs();
    let window = windows.get(network);
    if (!window || window.endsAt <= at) {
      windows.delete(network);
      const oldest = windows.keys().next().value;
      if (windows.size >= mostNetworks && oldest !== undefined) windows.delete(oldest);
      window = { endsAt: at + windowSeconds * 1000, count: 0 };
      windows.set(network, window);
    }
    window.count += 1;
    if (window.count <= requests) return { allowed: true };
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((window.endsAt - at) / 1000)) };
  };
}

/**
 * The same limit shared between instances through Upstash's REST interface. When the store is down or slow its library lets everything
 * through with the reason "timeout": that, and any error, is the cue for the local limiter.
 */
export function sharedLimiter(url: string, token: string, local: Limiter): Limiter {
  const shared = new Ratelimit({
    redis: new Redis({ url, token, retry: false }),
    limiter: Ratelimit.slidingWindow(requests, `${windowSeconds} s`),
    prefix: "holdfast",
    timeout: 500,
    analytics: false,
  });
  return async (network) => {
    try {
      const { success, reason, reset } = await shared.limit(network);
      if (reason === "timeout") return await local(network);
      return success ? { allowed: true } : { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((reset - Date.now()) / 1000)) };
    } catch {
      return await local(network);
    }
  };
}

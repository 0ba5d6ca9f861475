import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { log } from "@/lib/base/log";
import { type Limiter, localLimiter, type Pace } from "@/lib/edge/local-limiter";

const prefix = "holdfast";
const storeTimeoutMs = 500;
/** After a failure the store is left alone for this long, so that an outage does not slow every request down. */
const storeRestMs = 5_000;

export interface SharedStore {
  url: string;
  token: string;
}

/**
 * A limit that all instances share through Upstash's REST interface, or one of this instance alone where none is configured. When the
 * store is down, slow or refuses us, the local limiter serves until the store has had time to recover; then one request asks it again.
 * Said in the log once an outage. Its library would let everything through with the reason "timeout".
 * @param name keeps one limit's counts apart from another's in the shared store
 */
export function makeLimiter(name: string, pace: Pace, store: SharedStore | null): Limiter {
  const local = localLimiter(pace);
  if (!store) return local;
  const ask = sharedLimiter(name, pace, store);
  let isDown = false;
  let restsUntil = 0;
  return async (key) => {
    if (Date.now() < restsUntil) return await local(key);
    if (isDown) restsUntil = Date.now() + storeRestMs;
    try {
      const verdict = await ask(key);
      if (isDown) log.info("shared limits answer again", { limit: name });
      isDown = false;
      restsUntil = 0;
      return verdict;
    } catch (thrown) {
      if (!isDown) log.warn("shared limits do not answer", { limit: name, reason: reasonOf(thrown) });
      isDown = true;
      restsUntil = Date.now() + storeRestMs;
      return await local(key);
    }
  };
}

/** @throws whatever keeps the store from deciding; an answer takes no longer than half a second. */
function sharedLimiter(name: string, pace: Pace, store: SharedStore): Limiter {
  const shared = new Ratelimit({
    redis: new Redis({ ...store, retry: false, enableTelemetry: false, signal: () => AbortSignal.timeout(storeTimeoutMs) }),
    limiter: Ratelimit.slidingWindow(pace.most, `${pace.windowSeconds} s`),
    prefix: `${prefix}:${name}`,
    timeout: storeTimeoutMs,
    analytics: false,
  });
  return async (key) => {
    const { success, reason, reset } = await shared.limit(key);
    if (reason === "timeout") throw new Error("no answer in time");
    return success ? { allowed: true } : { allowed: false, retryAfterSeconds: secondsUntil(reset) };
  };
}

/** Without the command that the library adds: the keys in it name networks. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.message.split(", command was", 1)[0] ?? "") : typeof thrown;
}

function secondsUntil(atMs: number): number {
  return Math.max(1, Math.ceil((atMs - Date.now()) / 1_000));
}

/** What the shared store holds of ours, for whoever looks into what is kept there. Each call throws when the store does not answer. */
export function openStore(store: SharedStore) {
  const redis = new Redis({ ...store, retry: false, enableTelemetry: false, automaticDeserialization: false });
  return {
    /** Every key with its value, some hundreds at once; a value that is no text is left out. */
    async *entries(): AsyncGenerator<string[]> {
      let cursor = "0";
      do {
        const [next, keys] = await redis.scan(cursor, { match: `${prefix}:*`, count: 500 });
        if (keys.length > 0) yield [...keys, ...(await redis.mget<(string | null)[]>(keys)).flatMap((value) => value ?? [])];
        cursor = next;
      } while (cursor !== "0");
    },
    /** Puts texts there, which go by themselves after a minute. */
    plant: async (texts: readonly string[]) => {
      for (const [index, text] of texts.entries()) await redis.set(`${prefix}:planted:${index}`, text, { ex: 60 });
    },
    uproot: async (number: number) => {
      await redis.del(...Array.from({ length: number }, (_, index) => `${prefix}:planted:${index}`));
    },
  };
}

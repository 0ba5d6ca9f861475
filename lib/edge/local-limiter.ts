export interface Pace {
  /** How many may pass in a window. */
  most: number;
  windowSeconds: number;
}
export type Verdict = { allowed: true } | { allowed: false; retryAfterSeconds: number };
export type Limiter = (key: string) => Promise<Verdict>;

const mostKeys = 20_000;

interface Count {
  /** Number of the window, since the epoch. */
  window: number;
  now: number;
  before: number;
}

/**
 * A sliding window per key in this instance's memory: the current window's count, plus the previous one's for the share of it that still
 * lies within reach. What is refused does not count. Forgets the key that was new longest ago when there are too many, so that a flood of
 * addresses cannot fill the memory.
 */
export function localLimiter({ most, windowSeconds }: Pace): Limiter {
  const windowMs = windowSeconds * 1_000;
  const counts = new Map<string, Count>();
  return async (key) => {
    const at = Date.now();
    const window = Math.floor(at / windowMs);
    const passed = (at % windowMs) / windowMs;
    const count = advance(counts.get(key), window);
    if (count.before * (1 - passed) + count.now >= most) {
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(untilOneFits(count, most, passed) * windowSeconds)) };
    }
    count.now += 1;
    if (!counts.has(key)) makeRoom(counts);
    counts.set(key, count);
    return { allowed: true };
  };
}

function advance(count: Count | undefined, window: number): Count {
  if (count?.window === window) return count;
  return { window, now: 0, before: count?.window === window - 1 ? count.now : 0 };
}

/** How many windows from now the next one may pass, if nothing does meanwhile. */
function untilOneFits({ now, before }: Count, most: number, passed: number): number {
  const share = now < most ? 1 - (most - now) / before : 1;
  return share - passed;
}

function makeRoom(counts: Map<string, Count>): void {
  const oldest = counts.keys().next().value;
  if (counts.size >= mostKeys && oldest !== undefined) counts.delete(oldest);
}

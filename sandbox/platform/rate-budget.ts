export interface RateBudget {
  /** Seconds to wait; 0 when the call may go ahead, which uses up one. */
  take(): number;
}

/** One bucket for all users of the client, as the platform has it: full at first, refilled evenly through the minute. */
export function rateBudget(callsPerMinute: number, now: () => number = Date.now): RateBudget {
  let left = callsPerMinute;
  let at = now();
  return {
    take: () => {
      const perMs = callsPerMinute / 60_000;
      left = Math.min(callsPerMinute, left + (now() - at) * perMs);
      at = now();
      if (left < 1) return Math.max(1, Math.ceil((1 - left) / perMs / 1000));
      left -= 1;
      return 0;
    },
  };
}

import { AppError } from "@/lib/base/errors";

/**
 * Lets at most `running` pieces of work run at a time and `waiting` wait for their turn, in order.
 * @throws AppError unavailable, at once, with `reason` "busy" and `retryAfterSeconds`, for work that finds the queue full.
 */
export function limitConcurrency(running: number, waiting: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let busy = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (busy >= running) {
      if (queue.length >= waiting) throw new AppError("unavailable", { reason: "busy", retryAfterSeconds: "5" });
      await new Promise<void>((turn) => queue.push(turn));
    } else busy += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}

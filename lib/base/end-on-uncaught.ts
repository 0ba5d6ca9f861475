import { describeError, log } from "@/lib/base/log";

/**
 * What nobody caught ends the process, as Node would have it, but is said in one redacted line instead of with all that it carries.
 * Whatever restarts the process brings it back, and what was in hand stays due. A database that goes away in the middle of a transaction
 * can be the cause: postgres.js then writes to a socket that is gone, outside of anything that could catch it.
 */
export function endOnUncaught(): void {
  process.on("uncaughtException", (thrown) => {
    log.error("the process ends, nothing had caught this", describeError(thrown));
    process.exit(1);
  });
}

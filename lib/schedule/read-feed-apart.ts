import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { secondMs } from "@/lib/base/clock";
import { FeedRefused, type Trouble } from "@/lib/schedule/feed-refused";
import type { TimeWindow } from "@/lib/schedule/time-window";

/** What the thread is given. */
export interface FeedTask {
  text: string;
  /** The member's zone, which whole days and times without a zone are meant in. */
  timeZone: string;
  at: Date;
}

/** What it tells. */
export type FeedTold = { windows: TimeWindow[] } | { trouble: Trouble };

/** The thread's program lies beside this one, in the worker's bundle as in the sources. */
const program = new URL(`./feed-thread${extname(import.meta.url)}`, import.meta.url);
const usualMs = 5 * secondMs;
/** What reading may hold of memory, in MiB; past it the thread ends, and nothing else does. */
const most = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

/**
 * Reads a calendar, see `readFeed`, on a thread of its own with no settings of this process, so that accepting waits for no calendar. One
 * that takes too long or too much memory is ended with its thread, wherever it is: a rule may be made so that following it never ends.
 * @throws FeedRefused as `readFeed` does, and with `too_slow`
 */
export async function readFeedApart(task: FeedTask, mostMs = usualMs): Promise<TimeWindow[]> {
  const thread = new Worker(program, { workerData: task, env: {}, resourceLimits: most });
  const { promise: told, resolve, reject } = Promise.withResolvers<FeedTold>();
  const timer = setTimeout(() => resolve({ trouble: "too_slow" }), mostMs);
  thread.once("message", resolve);
  thread.once("error", (error: NodeJS.ErrnoException) =>
    error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve({ trouble: "too_slow" }) : reject(error),
  );
  try {
    const answer = await told;
    if ("trouble" in answer) throw new FeedRefused(answer.trouble);
    return answer.windows;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

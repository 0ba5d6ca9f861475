import { parentPort, workerData } from "node:worker_threads";
import { FeedRefused } from "@/lib/schedule/feed-refused";
import { readFeed } from "@/lib/schedule/read-feed";
import type { FeedTask, FeedTold } from "@/lib/schedule/read-feed-apart";

/** A thread's whole life: reads the one calendar that it was given, and tells when its owner is busy, or why it cannot be told. */
function read({ text, timeZone, at }: FeedTask): FeedTold {
  try {
    return { windows: readFeed(text, { timeZone, at }) };
  } catch (thrown) {
    if (thrown instanceof FeedRefused) return { trouble: thrown.trouble };
    throw thrown;
  }
}

parentPort?.postMessage(read(workerData as FeedTask));

import { transaction } from "@/db/client";
import { addRefusalCounts } from "@/db/queries/refusal-counts";
import { markRefusalNoted } from "@/lib/base/acting-network";
import { minuteMs, now } from "@/lib/base/clock";

type Count = { minute: Date; network: string; refusal: string; count: number };

/** More networks and refusals than this between two writings are counted together: a flood fills neither memory nor the table. */
const mostKinds = 2_000;

/** Shared through the global object, since web's entry and Next's build are two bundles in one process. */
const key = Symbol.for("holdfast.refusal-counts");
const shared = globalThis as { [key]?: Map<string, Count> };
shared[key] ??= new Map();
const counts = shared[key];

function add({ minute, network, refusal, count }: Count): void {
  const full = counts.size >= mostKinds;
  const name = `${minute.getTime()} ${network} ${refusal}`;
  const kept = full && !counts.has(name) ? "other" : network;
  const keptName = `${minute.getTime()} ${kept} ${refusal}`;
  const before = counts.get(keptName);
  counts.set(keptName, { minute, network: kept, refusal, count: (before?.count ?? 0) + count });
}

/**
 * Counts a refusal of somebody who was not logged in, per minute and coarse network, outside the access log's chain: an attack costs a few
 * rows a minute, and no line each. Kept in memory until `writeRefusalCounts`.
 * @param refusal a refusal's code, or the status of an answer, such as `http_403`.
 */
export function countRefusal(network: string, refusal: string): void {
  markRefusalNoted();
  add({ minute: new Date(Math.floor(now().getTime() / minuteMs) * minuteMs), network, refusal, count: 1 });
}

/** Writes down what was counted since the last time. A crash loses what was counted since, a few seconds' worth; a failure keeps it for the next time. */
export async function writeRefusalCounts(): Promise<void> {
  if (counts.size === 0) return;
  const taken = [...counts.values()];
  counts.clear();
  try {
    await transaction({ kind: "visitor" }, (tx) => addRefusalCounts(tx, taken));
  } catch (thrown) {
    for (const count of taken) add(count);
    throw thrown;
  }
}

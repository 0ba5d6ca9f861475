/** Shared through the global object, since web's entry and Next's build are two bundles in one process. */
const key = Symbol.for("holdfast.counters");
const shared = globalThis as { [key]?: Map<string, number> };
shared[key] ??= new Map<string, number>();
const counters = shared[key];

/** Counts one more of a series, such as `holdfast_http_answers_total{status="2xx"}`: of a few names that we write, and never of what a client sent. */
export function countUp(series: string, by = 1): void {
  counters.set(series, (counters.get(series) ?? 0) + by);
}

/** What this process has counted since it began. */
export function countersSoFar(): [series: string, value: number][] {
  return [...counters].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

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

/** Upper bounds of a histogram's buckets, in seconds. */
const bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Adds one duration to a histogram of Prometheus'. @param labels as they stand between the braces: of a few that we write */
export function observe(name: string, labels: string, seconds: number): void {
  for (const bound of bounds) countUp(`${name}_bucket{${labels},le="${bound}"}`, seconds <= bound ? 1 : 0);
  countUp(`${name}_bucket{${labels},le="+Inf"}`);
  countUp(`${name}_sum{${labels}}`, seconds);
  countUp(`${name}_count{${labels}}`);
}

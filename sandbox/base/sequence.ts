import type { Store } from "@/sandbox/base/store";

/** The next number of a named series, from 1. A number once given is never given again, a kill included. */
export function nextNumber(store: Store, series: string): number {
  const table = store.table<{ last: number }>("sequences");
  const last = (table.get(series)?.last ?? 0) + 1;
  table.put(series, { last });
  return last;
}

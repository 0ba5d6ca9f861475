import type { Store } from "@/sandbox/base/store";

export interface Clock {
  now(): Date;
  /** Seconds since 1970, as Stripe writes times. */
  nowSeconds(): number;
  offsetSeconds(): number;
  moveTo(instant: Date): void;
}

/** Virtual time: the wall clock plus an offset that only grows and outlives the process. */
export function virtualClock(store: Store): Clock {
  const offsets = store.table<{ milliseconds: number }>("clock");
  const offset = () => offsets.get("offset")?.milliseconds ?? 0;
  const now = () => new Date(Date.now() + offset());
  return {
    now,
    nowSeconds: () => Math.floor(now().getTime() / 1000),
    offsetSeconds: () => Math.round(offset() / 1000),
    moveTo: (instant) => offsets.put("offset", { milliseconds: Math.max(offset(), instant.getTime() - Date.now()) }),
  };
}

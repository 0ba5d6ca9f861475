import { AsyncLocalStorage } from "node:async_hooks";

/** Where the current request came from, and whether its refusal has been written down or counted already. */
export interface Origin {
  /** Coarse: an IPv4 /24 or IPv6 /48. */
  network: string;
  isRefusalNoted: boolean;
}

/** Shared through the global object, since web's entry and Next's build are two bundles in one process. */
const key = Symbol.for("holdfast.acting-network");
const shared = globalThis as { [key]?: AsyncLocalStorage<Origin> };
shared[key] ??= new AsyncLocalStorage<Origin>();
const origins = shared[key];

/** Runs `work` as what a request from there asks for: each access line that it writes says so. */
export function actingFrom<Result>(origin: Origin, work: () => Promise<Result>): Promise<Result> {
  return origins.run(origin, work);
}

/** The network that the current request came from; null outside one. */
export function actingNetwork(): string | null {
  return origins.getStore()?.network ?? null;
}

/** Says that the refusal of the current request is written down or counted, so that web's entry does not count its status once more. */
export function markRefusalNoted(): void {
  const origin = origins.getStore();
  if (origin) origin.isRefusalNoted = true;
}

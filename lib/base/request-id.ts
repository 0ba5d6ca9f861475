import { AsyncLocalStorage } from "node:async_hooks";

/** Shared through the global object, since web's entry and Next's build are two bundles in one process. lib/base/log.ts reads it there. */
const key = Symbol.for("holdfast.request-id");
const shared = globalThis as { [key]?: AsyncLocalStorage<string> };
shared[key] ??= new AsyncLocalStorage<string>();
const ids = shared[key];

/** Runs `work` for one request to web, or for a job that it has caused: each line that is logged meanwhile names it. */
export function withRequestId<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  return ids.run(id, work);
}

/** The id of the request that is being served, or that has caused the job; null outside one. */
export function requestId(): string | null {
  return ids.getStore() ?? null;
}

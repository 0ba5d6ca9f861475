import { AsyncLocalStorage } from "node:async_hooks";

/** The session in whose name the current request acts, for every transaction that it runs. Shared through the global object, since web's
 * entry and Next's build are two bundles in one process. */
const key = Symbol.for("holdfast.acting-session");
const shared = globalThis as { [key]?: AsyncLocalStorage<string> };
shared[key] ??= new AsyncLocalStorage<string>();
const sessions = shared[key];

/** Runs `work` in the name of a session: once that has ended, its transactions are refused. */
export function actingIn<Result>(sessionId: string, work: () => Promise<Result>): Promise<Result> {
  return sessions.run(sessionId, work);
}

/** The session that the current request acts in; null outside one. */
export function actingSession(): string | null {
  return sessions.getStore() ?? null;
}

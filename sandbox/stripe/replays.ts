import { createHash } from "node:crypto";
import type { Call } from "@/sandbox/base/router";
import type { Store, Table } from "@/sandbox/base/store";

/** What a call with an idempotency key was answered, for every later call with the same key. */
export interface Replay {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

export const replaysTable = (store: Store): Table<Replay> => store.table("stripe_replays");

/** Equal for calls that ask for the same thing. */
export const fingerprintOf = (call: Call) =>
  createHash("sha256").update(`${call.method} ${call.url.pathname}${call.url.search}\n${call.body}`).digest("hex");

/** The call's idempotency key; GET has none. */
export function idempotencyKeyOf(call: Call): string | null {
  const key = call.headers["idempotency-key"];
  return call.method === "GET" || typeof key !== "string" ? null : key;
}

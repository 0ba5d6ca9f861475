import { createHash } from "node:crypto";
import type { Call } from "@/sandbox/base/router";
import type { Store, Table } from "@/sandbox/base/store";

/** What a call with an idempotency key was answered, for every later call with the same key. */
export interface Replay {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  /** Virtual time, in seconds since 1970. */
  readonly at: number;
}

/** Stripe may forget a key once it is a day old; the double always does, so that nothing can lean on it. */
const keptSeconds = 86_400;

const replaysTable = (store: Store): Table<Replay> => store.table("stripe_replays");

/** Equal for calls that ask for the same thing. */
export const fingerprintOf = (call: Call) =>
  createHash("sha256").update(`${call.method} ${call.url.pathname}${call.url.search}\n${call.body}`).digest("hex");

/** What a key was answered; null for one that is new, or that is forgotten by now. */
export function replayOf(store: Store, key: string, nowSeconds: number): Replay | null {
  const known = replaysTable(store).get(key);
  return known && nowSeconds - known.at < keptSeconds ? known : null;
}

export function keepReplay(store: Store, key: string, replay: Replay) {
  replaysTable(store).put(key, replay);
}

/** The call's idempotency key; GET has none. */
export function idempotencyKeyOf(call: Call): string | null {
  const key = call.headers["idempotency-key"];
  return call.method === "GET" || typeof key !== "string" ? null : key;
}

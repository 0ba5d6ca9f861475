import { nextNumber } from "@/sandbox/base/sequence";
import type { Store, Table } from "@/sandbox/base/store";
import type { Voice } from "@/sandbox/platform/voice";

export interface LoggedCall {
  readonly at: string;
  /** On which platform's wire. */
  readonly platform: Voice["platform"];
  readonly userId: number | null;
  /** The seat that called for the user; null when the user's own login did. */
  readonly seatId: number | null;
  readonly orderId: number | null;
  readonly operation: string;
  /** The HTTP status, or what befell the call instead of a reply. */
  readonly outcome: string;
}

const kept = 5_000;

export const callsTable = (store: Store): Table<LoggedCall> => store.table("platform_calls");

/** Records one call; the oldest beyond the last 5,000 go. Joins the caller's transaction. */
export function logCall(store: Store, call: Omit<LoggedCall, "at">) {
  store.transact(() => {
    const number = nextNumber(store, "platform_call");
    callsTable(store).put(number, { at: new Date().toISOString(), ...call });
    callsTable(store).remove(number - kept);
  });
}

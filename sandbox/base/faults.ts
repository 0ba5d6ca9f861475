import { z } from "zod";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Store } from "@/sandbox/base/store";

export const platformFaults = [
  "rival_wins",
  "taken_401",
  "expired_401",
  "login_html",
  "login_page",
  "conflict_refresh",
  "conflict_fix_input",
  "rate_limited",
  "unavailable_503",
  "commit_then_timeout",
  "timeout",
  "changed_shape",
  "unknown_field",
  "latency",
] as const;
export const stripeFaults = [
  "error_500_before",
  "error_500_bare",
  "error_500_after_commit",
  "error_in_200",
  "other_object_after_commit",
  "timeout_after_commit",
  "conflict_409",
  "rate_limited_429",
  "latency",
] as const;
export const webhookFaults = ["drop", "duplicate", "delay", "reorder"] as const;
const platformWebhookFaults = [...webhookFaults, "forge"] as const;

const common = {
  times: z.number().int().min(1).max(1000).default(1),
  on: z.string().optional(),
  delayMs: z.number().int().min(0).max(600_000).optional(),
  retryAfterSeconds: z.number().int().min(0).max(3600).default(2),
};

/** What a caller of the control address may ask to go wrong next. */
export const faultRequest = z.discriminatedUnion("target", [
  z.strictObject({ target: z.literal("platform"), fault: z.enum(platformFaults), ...common }),
  z.strictObject({ target: z.literal("stripe"), fault: z.enum(stripeFaults), ...common }),
  z.strictObject({ target: z.literal("webhook"), fault: z.enum(webhookFaults), ...common }),
  z.strictObject({ target: z.literal("platform_webhook"), fault: z.enum(platformWebhookFaults), ...common }),
]);

export type FaultRequest = z.infer<typeof faultRequest>;
export type Fault = FaultRequest & { readonly id: number };
export type FaultName = FaultRequest["fault"];

export interface Faults {
  add(request: FaultRequest): Fault;
  all(): Fault[];
  clear(target: string | null): void;
  /** Uses up one turn of the oldest waiting fault that fits, or answers null. A turn used stays used after a kill. */
  take<Target extends Fault["target"]>(
    target: Target,
    names: readonly Extract<Fault, { target: Target }>["fault"][],
    operation: string,
  ): Fault | null;
}

export function openFaults(store: Store): Faults {
  const table = store.table<Fault>("faults");
  return {
    add: (request) =>
      store.transact(() => {
        const fault = { ...request, id: nextNumber(store, "fault") };
        table.put(fault.id, fault);
        return fault;
      }),
    all: table.all,
    clear: (target) =>
      store.transact(() => {
        for (const fault of table.all()) if (target === null || fault.target === target) table.remove(fault.id);
      }),
    take: (target, names, operation) => {
      const wanted: readonly FaultName[] = names;
      const fault = table.all().find((one) => one.target === target && wanted.includes(one.fault) && (one.on ?? operation) === operation);
      if (!fault) return null;
      if (fault.times > 1) table.put(fault.id, { ...fault, times: fault.times - 1 });
      else table.remove(fault.id);
      return fault;
    },
  };
}

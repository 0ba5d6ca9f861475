import { z } from "zod";
import { type Fault, faultRequest } from "@/sandbox/base/faults";
import { operations } from "@/sandbox/platform/operations";
import { platformEvents } from "@/sandbox/platform/webhook-events";
import { apiRoutes } from "@/sandbox/stripe/routes";
import { eventTypes } from "@/sandbox/stripe/wire";

export const clockRequest = z.union([
  z.strictObject({ advanceSeconds: z.number().int().min(0) }),
  z.strictObject({ advanceDays: z.number().min(0) }),
  z.strictObject({ to: z.iso.datetime() }),
]);

/** What a fault of each kind can strike. A name that is none of these would wait for ever. */
export const strikes: Record<Fault["target"], readonly string[]> = {
  platform: operations,
  stripe: apiRoutes.map((one) => one.extra.name),
  webhook: eventTypes,
  platform_webhook: platformEvents,
};

export const namedFault = faultRequest.refine(({ target: kind, on }) => on === undefined || strikes[kind].includes(on), {
  path: ["on"],
  error: "no such operation or event",
});

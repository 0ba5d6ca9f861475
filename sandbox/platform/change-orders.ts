import { z } from "zod";
import { json } from "@/sandbox/base/reply";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Handler } from "@/sandbox/platform/operations";
import { isAssignedTo, isFree, ordersTable } from "@/sandbox/platform/orders";
import { presentRequest } from "@/sandbox/platform/present-order";
import { problem, taken } from "@/sandbox/platform/problems";
import { findOrder, noSuchOrder, present } from "@/sandbox/platform/read-orders";
import { settleRequests, standingRequest } from "@/sandbox/platform/requests";
import { tellOf } from "@/sandbox/platform/webhook-events";

const assigneeBody = z.object({ user: z.object({ id: z.coerce.number().int() }) });
const moment = z.object({
  utc: z.string().optional(),
  local: z.union([z.string(), z.object({ date: z.string(), time: z.string() })]).optional(),
});
const utcMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((text) => new Date(`${text.replace(" ", "T")}Z`))
  .refine((at) => !Number.isNaN(at.getTime()));
const requestBody = z.object({
  eta: z.object({ start: moment, hour_estimate: z.coerce.number().positive() }).optional(),
  notes: z.string().optional(),
  expires: utcMoment.optional(),
});
const cancelBody = z.object({ reason: z.string().min(1), reason_id: z.coerce.number().int(), note: z.string().optional() });

const parse = <T>(schema: z.ZodType<T, unknown>, body: string): T | null => {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
};
const invalid = (what: string) => problem("VALIDATION_ERROR", what);

/** Takes a routed order for the caller. The first has it; the same caller again gets the same answer; anyone else is told it is gone. */
export const acceptOrder: Handler = (asked) => {
  const order = findOrder(asked);
  if (!order) return noSuchOrder();
  const body = parse(assigneeBody, asked.call.body);
  if (!body) return invalid("user.id is required.");
  if (body.user.id !== asked.user.id) return problem("INSUFFICIENT_PERMISSIONS", "A provider can assign only themselves.");
  if (order.cancelledAt || (order.assigneeUserId !== null && order.assigneeUserId !== asked.user.id)) return taken();
  if (order.kind === "request") {
    return problem("RESOURCE_CONFLICT", "This work order must be requested; the buyer assigns it.", { action: "FIX_INPUT" });
  }
  const mine = { ...order, assigneeUserId: asked.user.id, subStatus: null };
  if (order.assigneeUserId === null) {
    ordersTable(asked.store).put(order.id, mine);
    tellOf(asked.store, "workorder.status.assigned", mine, asked.user.id);
  }
  const { id, status, assignee } = present(asked.store, mine);
  return json(200, { work_order_id: id, status_id: status.id, role: "assigned_provider", user: assignee?.user });
};

const startText = ({ utc, local }: z.infer<typeof moment>) =>
  typeof local === "object" ? `${local.date} ${local.time}` : (local ?? (utc ? `${utc} UTC` : ""));

/** Asks the buyer for the order. Asking again while the first request stands returns that one. */
export const requestOrder: Handler = (asked) => {
  const { store, user } = asked;
  const order = findOrder(asked);
  if (!order) return noSuchOrder();
  const body = parse(requestBody, asked.call.body);
  if (!body) return invalid("eta, notes or expires is not valid.");
  if (!isFree(order)) return taken();
  const standing = standingRequest(order, user.id);
  if (standing) return json(200, presentRequest(standing));
  const request = {
    id: nextNumber(store, "platform_request") + 500,
    userId: user.id,
    status: "pending" as const,
    createdAt: new Date().toISOString(),
    expiresAt: body.expires?.toISOString() ?? null,
    eta: body.eta ? { start: startText(body.eta.start), hours: body.eta.hour_estimate } : null,
    notes: body.notes ?? null,
  };
  ordersTable(store).put(order.id, { ...order, requests: [...order.requests, request] });
  return json(201, presentRequest(request));
};

export const withdrawRequest: Handler = (asked) => {
  const order = findOrder(asked);
  const id = Number(asked.call.params.rid);
  if (!order || standingRequest(order, asked.user.id)?.id !== id) return noSuchOrder();
  ordersTable(asked.store).put(
    order.id,
    settleRequests(order, (one) => (one.id === id ? "withdrawn" : null)),
  );
  return { status: 204, headers: {}, body: "" };
};

/** Gives an assigned order back: it goes on offer again, marked as cancelled by its provider. */
export const cancelOrder: Handler = (asked) => {
  const order = findOrder(asked);
  if (!order) return noSuchOrder();
  if (!parse(cancelBody, asked.call.body)) return invalid("reason and reason_id are required.");
  if (!isAssignedTo(order, asked.user.id)) {
    return problem("RESOURCE_CONFLICT", "You are not assigned to this work order.", { action: "FIX_INPUT" });
  }
  const free = { ...order, assigneeUserId: null, takenByHandAt: null, subStatus: "assigned_cancelled" as const };
  ordersTable(asked.store).put(order.id, free);
  tellOf(asked.store, "workorder.status.assigned_cancelled", free, asked.user.id);
  return json(200, present(asked.store, free));
};

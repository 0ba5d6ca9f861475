import { z } from "zod";
import { json } from "@/sandbox/base/reply";
import type { Handler } from "@/sandbox/platform/operations";
import { ordersTable } from "@/sandbox/platform/orders";
import { findOrder } from "@/sandbox/platform/read-orders";
import { invalid, notFound, notPermitted, serviceChannelVoice } from "@/sandbox/platform/service-channel/errors";
import { mayAct } from "@/sandbox/platform/service-channel/read-work-orders";
import { tellOf } from "@/sandbox/platform/webhook-events";

const update = z.object({
  Status: z.object({ Primary: z.string(), Extended: z.string().optional() }),
  Note: z.string().optional(),
});

function parse(body: string) {
  try {
    return update.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** Takes an open order for the caller's provider by moving it on. The first has it; the same provider again gets the same answer. */
export const changeStatus: Handler = (asked) => {
  const order = findOrder(asked);
  if (!order) return notFound();
  if (!mayAct(asked, order) || order.cancelledAt) return notPermitted();
  const change = parse(asked.call.body);
  if (!change) return invalid("Status.Primary is required.");
  const { Primary, Extended } = change.Status;
  if (Primary !== "IN PROGRESS" || order.kind !== "routed") return serviceChannelVoice.conflict("FIX_INPUT");
  if (order.assigneeUserId === null) {
    const mine = { ...order, assigneeUserId: asked.user.id, subStatus: null };
    ordersTable(asked.store).put(order.id, mine);
    tellOf(asked.store, "workorder.status.assigned", mine, asked.user.id);
  }
  const name = Extended ? `${Primary} / ${Extended}` : Primary;
  return json(200, { result: `Status has been changed to '<b>${name}</b>'`, id: order.id });
};

import type { Order, OrderRequest } from "@/sandbox/platform/orders";

/** What has become of a request by now: one that was given an end is over when the wall clock passes it. */
export function statusOf({ status, expiresAt }: OrderRequest): OrderRequest["status"] {
  return status === "pending" && expiresAt && Date.parse(expiresAt) <= Date.now() ? "expired" : status;
}

/** The user's request that the buyer may still grant; undefined when there is none. */
export const standingRequest = (order: Order, userId: number) =>
  order.requests.find((one) => one.userId === userId && statusOf(one) === "pending");

/** The order, with each request that stands put to what `become` says of it; null leaves it standing. */
export function settleRequests(order: Order, become: (request: OrderRequest) => OrderRequest["status"] | null): Order {
  const requests = order.requests.map((one) => ({ ...one, status: (statusOf(one) === "pending" ? become(one) : null) ?? one.status }));
  return { ...order, requests };
}

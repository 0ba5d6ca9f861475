import { json } from "@/sandbox/base/reply";
import type { Asked, Handler } from "@/sandbox/platform/operations";
import { isAssignedTo, isOfferedTo, type Order, ordersTable } from "@/sandbox/platform/orders";
import { findOrder } from "@/sandbox/platform/read-orders";
import { invalid, notFound, notPermitted } from "@/sandbox/platform/service-channel/errors";
import { presentWorkOrder } from "@/sandbox/platform/service-channel/present-work-order";
import { shapeReply } from "@/sandbox/platform/service-channel/shape-reply";

const context = "https://sandbox.invalid/v3/odata/$metadata#workorders";
const most = 50;

const filters: Record<string, (order: Order, userId: number) => boolean> = {
  "Status/Primary eq 'OPEN'": (order, userId) => order.kind === "routed" && isOfferedTo(order, userId),
  "Status/Primary eq 'IN PROGRESS'": isAssignedTo,
};

const number = (text: string | null, otherwise: number) => (text === null ? otherwise : /^\d{1,9}$/.test(text) ? Number(text) : null);

/** One page of a list, in the order of ids. Orders that a buyer assigns by request are no part of this wire. */
export const listWorkOrders: Handler = ({ store, call, user }) => {
  const query = call.url.searchParams;
  const belongs = filters[query.get("$filter") ?? ""];
  const [top, skip] = [number(query.get("$top"), most), number(query.get("$skip"), 0)];
  if (!belongs || top === null || skip === null || !["Id", null].includes(query.get("$orderby"))) return invalid("The query is not valid.");
  const orders = ordersTable(store)
    .all()
    .filter((order) => belongs(order, user.id))
    .toSorted((one, other) => one.id - other.id);
  const value = orders.slice(skip, skip + Math.min(top, most)).map((order) => shapeReply(presentWorkOrder(order, user.id), query));
  if (value.includes(null)) return invalid("The query is not valid.");
  return json(200, { "@odata.context": context, ...(query.get("$count") === "true" ? { "@odata.count": orders.length } : {}), value });
};

/** One order. That of another provider is not shown, which looks like a lack of rights. */
export const readWorkOrder: Handler = (asked) => {
  const order = findOrder(asked);
  if (!order) return notFound();
  if (!mayAct(asked, order)) return notPermitted();
  const shaped = shapeReply(presentWorkOrder(order, asked.user.id), asked.call.url.searchParams);
  return shaped ? json(200, { "@odata.context": `${context}/$entity`, ...shaped }) : invalid("The query is not valid.");
};

/** Whether the order is offered to the caller's provider, or theirs. */
export const mayAct = ({ user }: Asked, order: Order) => order.assigneeUserId === null || order.assigneeUserId === user.id;

import { json } from "@/sandbox/base/reply";
import type { Asked, Handler } from "@/sandbox/platform/operations";
import { isAssignedTo, isOfferedTo, type Order, ordersTable } from "@/sandbox/platform/orders";
import { presentOrder } from "@/sandbox/platform/present-order";
import { problem } from "@/sandbox/platform/problems";
import { usersTable } from "@/sandbox/platform/users";

const lists: Record<string, (order: Order, userId: number) => boolean> = {
  workorders_available: isOfferedTo,
  workorders_assigned: isAssignedTo,
};

const wholeNumber = (text: string | null, otherwise: number, most: number) => {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, most) : null;
};

/** One page of a list. `columns` leaves out other top-level fields and nothing deeper; without it, all are there. */
export const listOrders: Handler = ({ store, call, user }) => {
  const query = call.url.searchParams;
  const list = query.get("list") ?? "workorders_available";
  const belongs = lists[list];
  const page = wholeNumber(query.get("page"), 1, 100_000);
  const perPage = wholeNumber(query.get("per_page"), 25, 100);
  if (!belongs || page === null || perPage === null) return problem("VALIDATION_ERROR", "list, page or per_page is not valid.");

  const columns =
    query
      .get("columns")
      ?.split(",")
      .map((name) => name.trim()) ?? null;
  const orders = ordersTable(store)
    .all()
    .filter((order) => belongs(order, user.id));
  const results = orders.slice((page - 1) * perPage, page * perPage).map((order) => {
    const whole = present(store, order);
    if (!columns) return whole;
    return Object.fromEntries(Object.entries(whole).filter(([name]) => name === "id" || columns.includes(name)));
  });
  const pages = Math.max(1, Math.ceil(orders.length / perPage));
  return json(200, { metadata: { total: orders.length, page, pages, per_page: perPage, list }, results });
};

export const readOrder: Handler = (asked) => {
  const order = findOrder(asked);
  return order ? json(200, present(asked.store, order)) : noSuchOrder();
};

/** The order that the path names, if this login has or had anything to do with it. */
export function findOrder({ store, call, user }: Asked): Order | null {
  const order = ordersTable(store).get(call.params.id ?? "");
  if (!order) return null;
  return order.toUserId === null || order.toUserId === user.id || order.assigneeUserId === user.id ? order : null;
}

export const noSuchOrder = () => problem("RESOURCE_NOT_FOUND", "Work order not found.");

export function present(store: Asked["store"], order: Order) {
  const { assigneeUserId: id } = order;
  // A rival has no login here, and is somebody all the same.
  const assignee = id === null ? null : (usersTable(store).get(id) ?? { id, firstName: "Another", lastName: "Provider" });
  return presentOrder(order, assignee);
}

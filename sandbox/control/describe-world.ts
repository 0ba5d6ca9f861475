import type { Clock } from "@/sandbox/base/clock";
import type { Faults } from "@/sandbox/base/faults";
import type { Store } from "@/sandbox/base/store";
import { messagesTable } from "@/sandbox/mail/messages";
import { callsTable } from "@/sandbox/platform/call-log";
import { isFree, type Order, ordersTable } from "@/sandbox/platform/orders";
import { statusOf } from "@/sandbox/platform/requests";
import { seatsTable } from "@/sandbox/platform/seats";
import { usersTable } from "@/sandbox/platform/users";
import { currentWeather } from "@/sandbox/platform/weather";
import { platformDeliveriesTable } from "@/sandbox/platform/webhook-events";
import { deliveriesTable } from "@/sandbox/stripe/deliveries";
import { stripeTables } from "@/sandbox/stripe/world";

/** Everything that the doubles hold, for tests to look at. No passwords, tokens or markers. */
export function describeWorld(store: Store, clock: Clock, faults: Faults) {
  const calls = callsTable(store).all();
  const callsOf = Map.groupBy(calls, ({ orderId }) => orderId);
  const stripe = stripeTables(store);
  return {
    platform: {
      users: usersTable(store)
        .all()
        .map(({ id, username }) => ({ id, username })),
      seats: seatsTable(store)
        .all()
        .map(({ id, actsFor }) => ({ id, actsFor })),
      orders: ordersTable(store)
        .all()
        .map((order) => ({ ...describeOrder(order), calls: callsOf.get(order.id) ?? [] })),
      calls,
      deliveries: platformDeliveriesTable(store)
        .all()
        .map(({ body: _hidden, ...delivery }) => delivery),
      weather: currentWeather(store),
    },
    stripe: {
      customers: stripe.customers.all(),
      subscriptions: stripe.subscriptions.all(),
      invoiceItems: stripe.invoiceItems.all(),
      invoices: stripe.invoices.all(),
      checkoutSessions: stripe.checkoutSessions.all(),
      events: stripe.events.all(),
      deliveries: deliveriesTable(store).all(),
    },
    mail: { count: messagesTable(store).all().length },
    clock: { now: clock.now().toISOString(), offsetSeconds: clock.offsetSeconds() },
    faults: faults.all(),
  };
}

/** An order without its markers, with what has become of it and of each request by now. */
export function describeOrder(order: Order) {
  const { markers: _hidden, ...shown } = order;
  const state = order.cancelledAt ? "cancelled" : isFree(order) ? "open" : "assigned";
  return { ...shown, state, requests: order.requests.map((one) => ({ ...one, status: statusOf(one) })) };
}

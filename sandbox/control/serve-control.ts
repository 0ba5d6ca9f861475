import { z } from "zod";
import type { Clock } from "@/sandbox/base/clock";
import type { Faults } from "@/sandbox/base/faults";
import { listen } from "@/sandbox/base/listen";
import { html, json, type Reply } from "@/sandbox/base/reply";
import { type Call, findRoute, type Route, route } from "@/sandbox/base/router";
import type { Store } from "@/sandbox/base/store";
import { calendarFeed } from "@/sandbox/control/calendar-feed";
import { describeOrder, describeWorld } from "@/sandbox/control/describe-world";
import { indexPage, type Links } from "@/sandbox/control/index-page";
import { clockRequest, namedFault } from "@/sandbox/control/requests";
import { actOnOrder, orderAct } from "@/sandbox/platform/act-on-order";
import { offerToMembers } from "@/sandbox/platform/offer-to-members";
import { offerRequest, ordersTable } from "@/sandbox/platform/orders";
import { makeSeat, revokeSeat, seatRequest } from "@/sandbox/platform/seats";
import { putUser, userRequest } from "@/sandbox/platform/users";
import { clearWeather, setWeather, weatherRequest } from "@/sandbox/platform/weather";
import { dunningRequest, setDunning } from "@/sandbox/stripe/dunning";
import { holdRenewals, renewalsRequest } from "@/sandbox/stripe/held-drafts";

/** The one address by which tests and demonstrations steer the doubles. Plain http, loopback only. */
export async function serveControl(options: {
  store: Store;
  faults: Faults;
  clock: Clock;
  seed: string;
  port: number;
  links: Links;
  moveClock: (to: Date) => void;
  /** Called after each request: something may have happened that the platform tells of. */
  changed: () => void;
}) {
  const { store, faults, clock, seed } = options;
  const routes: Route<null>[] = [
    route("GET", "/", null, (call) => html(200, indexPage(call.url.origin, options.links, store))),
    route("GET", "/__world", null, () => json(200, describeWorld(store, clock, faults))),
    route("GET", "/__calendar.ics", null, () => ({
      status: 200,
      headers: { "content-type": "text/calendar; charset=utf-8" },
      body: calendarFeed(clock.now()),
    })),
    route("GET", "/__markers", null, () =>
      json(200, {
        markers: ordersTable(store)
          .all()
          .flatMap((order) => Object.values(order.markers)),
      }),
    ),
    route("GET", "/__faults", null, () => json(200, { faults: faults.all() })),
    route("DELETE", "/__faults", null, (call) => {
      faults.clear(call.url.searchParams.get("target"));
      return json(200, { faults: faults.all() });
    }),
    route(
      "POST",
      "/__faults",
      null,
      take(namedFault, (fault) => json(201, { id: faults.add(fault).id })),
    ),
    route(
      "POST",
      "/__users",
      null,
      take(userRequest, (user) => {
        const { id, username } = putUser(store, user);
        return json(201, { id, username });
      }),
    ),
    route(
      "POST",
      "/__seats",
      null,
      take(seatRequest, (seat) => json(201, makeSeat(store, seat))),
    ),
    route("DELETE", "/__seats/:id", null, (call) => {
      revokeSeat(store, Number(call.params.id));
      return json(200, {});
    }),
    route(
      "POST",
      "/__offers",
      null,
      take(offerRequest, (offer) => {
        const order = offerToMembers(store, seed, offer);
        return json(201, { id: order.id, markers: Object.values(order.markers) });
      }),
    ),
    route("POST", "/__orders/:id", null, (call) =>
      take(orderAct, (act) => {
        const after = actOnOrder(store, call.params.id ?? "", act);
        return "refused" in after ? json(400, { error: after.refused }) : json(200, describeOrder(after));
      })(call),
    ),
    route(
      "POST",
      "/__weather",
      null,
      take(weatherRequest, (weather) => {
        setWeather(store, weather);
        return json(200, weather);
      }),
    ),
    route("DELETE", "/__weather", null, () => {
      clearWeather(store);
      return json(200, {});
    }),
    route(
      "POST",
      "/__clock",
      null,
      take(clockRequest, (move) => {
        options.moveClock(target(clock.now(), move));
        return json(200, { now: clock.now().toISOString() });
      }),
    ),
    route(
      "POST",
      "/__dunning",
      null,
      take(dunningRequest, (ending) => {
        setDunning(store, ending);
        return json(200, ending);
      }),
    ),
    route(
      "POST",
      "/__renewals",
      null,
      take(renewalsRequest, (renewals) => {
        holdRenewals(store, renewals);
        return json(200, renewals);
      }),
    ),
  ];
  return listen(options.port, async (call) => {
    const found = findRoute(routes, call);
    if (!found) return json(404, { error: "the control address has no such path" });
    const reply = await found.route.handle(found.call);
    options.changed();
    return reply;
  });
}

function target(now: Date, move: z.infer<typeof clockRequest>): Date {
  if ("to" in move) return new Date(move.to);
  const seconds = "advanceDays" in move ? move.advanceDays * 86_400 : move.advanceSeconds;
  return new Date(now.getTime() + seconds * 1000);
}

/** A handler that gets its body parsed; one that is empty, no JSON or does not fit is answered 400 with the reason, and nothing is done. */
function take<T>(schema: z.ZodType<T>, handle: (body: T) => Reply): (call: Call) => Reply {
  return ({ body }) => {
    const read = readJson(body);
    if ("problem" in read) return json(400, { error: read.problem });
    const parsed = schema.safeParse(read.value);
    return parsed.success ? handle(parsed.data) : json(400, { error: z.prettifyError(parsed.error) });
  };
}

function readJson(text: string): { value: unknown } | { problem: string } {
  if (text.trim() === "") return { problem: "The body is empty. Send JSON; {} takes every default." };
  try {
    return { value: JSON.parse(text) };
  } catch (thrown) {
    return { problem: `The body is no JSON: ${thrown instanceof Error ? thrown.message : "it cannot be read"}` };
  }
}

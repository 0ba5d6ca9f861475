import type { z } from "zod";
import { clockRequest, namedFault } from "@/sandbox/control/requests";
import { orderAct } from "@/sandbox/platform/act-on-order";
import { offerRequest } from "@/sandbox/platform/orders";
import { seatRequest } from "@/sandbox/platform/seats";
import { userRequest } from "@/sandbox/platform/users";
import { weatherRequest } from "@/sandbox/platform/weather";
import { dunningRequest } from "@/sandbox/stripe/dunning";
import { renewalsRequest } from "@/sandbox/stripe/held-drafts";

/** One thing that the control address does, as its page and docs/operations/sandbox.md tell of it. */
export interface Switch {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly what: string;
  /** What a POST takes, and a body that it takes. */
  readonly takes?: { readonly schema: z.ZodType; readonly example: object };
}

/** The ids that a sandbox's first user and first order get. */
export const first = { user: 40_013, order: 17_000_037 };

/** All of them, each with an example that is for this user and this order where it is for any. */
export const switchesFor = ({ user, order }: typeof first): readonly Switch[] => [
  {
    method: "POST",
    path: "/__offers",
    what: "Puts a work order up, on every platform. Without `to`, every login is offered it; without a start, it begins a day ahead. `startLocal` is a time by the clocks of its zone, such as 2027-03-14T02:30, which may be one that they leave out. `payCents` is the total, whatever the kind of pay.",
    takes: { schema: offerRequest, example: { payCents: 15_000, distanceMiles: 12, hours: 2, to: user } },
  },
  {
    method: "POST",
    path: `/__orders/${order}`,
    what: "Does to an order what its buyer may do, or has a rival take it, or its member by hand (`take`). `userId` is whose request is granted or denied, or who takes it.",
    takes: { schema: orderAct, example: { act: "rival" } },
  },
  {
    method: "POST",
    path: "/__users",
    what: "Adds a login of the platforms, or gives a known user name a new password. Answers with the user's id.",
    takes: { schema: userRequest, example: { username: "sam", password: "a long password" } },
  },
  {
    method: "POST",
    path: "/__seats",
    what: "Makes a delegated seat of Field Nation that may act for these users. Answers with its token, which is shown this once.",
    takes: { schema: seatRequest, example: { actsFor: [user] } },
  },
  { method: "DELETE", path: "/__seats/1", what: "Takes a seat back, by its id: its token no longer works." },
  {
    method: "POST",
    path: "/__faults",
    what: "Has something go wrong at the next call that it fits, `times` times; `on` is one operation or event, otherwise any.",
    takes: { schema: namedFault, example: { target: "platform", fault: "unavailable_503", times: 3 } },
  },
  { method: "GET", path: "/__faults", what: "The faults that still wait." },
  {
    method: "DELETE",
    path: "/__faults",
    what: "Clears them; with `?target=platform`, `platform_webhook`, `stripe` or `webhook` (Stripe's), those of one kind.",
  },
  {
    method: "POST",
    path: "/__weather",
    what: "From now on each call to a platform is struck, with the probability `share`, by some fault that fits it, but by no changed shape. The same seed strikes the same calls.",
    takes: { schema: weatherRequest, example: { seed: 7, share: 0.1 } },
  },
  { method: "DELETE", path: "/__weather", what: "Calms it." },
  {
    method: "POST",
    path: "/__clock",
    what: "Moves Stripe's time forward: periods end, and invoices are drawn and paid. Takes one of the three.",
    takes: { schema: clockRequest, example: { advanceDays: 32 } },
  },
  {
    method: "POST",
    path: "/__dunning",
    what: "Says what becomes of a subscription once its payment has failed for the last time, 15 days after the first. It is canceled if nothing was said.",
    takes: { schema: dunningRequest, example: { ending: "unpaid" } },
  },
  {
    method: "POST",
    path: "/__renewals",
    what: "Says whether a renewal's draft is held for an hour before it is final, as the real Stripe does. It is final at once if nothing was said.",
    takes: { schema: renewalsRequest, example: { held: true } },
  },
  {
    method: "GET",
    path: "/__calendar.ics",
    what: "A calendar to try: add this address under Schedule, Busy times. It is busy on weekdays from noon to one, and tomorrow (UTC) from three to four, by the member's clock.",
  },
  {
    method: "GET",
    path: "/__world",
    what: "All that the doubles hold: users, seats, orders with their state, assignee and requests, calls, webhooks, weather, Stripe's objects and the clock. No password, no token, no case details.",
  },
  {
    method: "GET",
    path: "/__markers",
    what: "The case details of every order, each unlike any other: no trace of one may be in what the service keeps.",
  },
];

/** A command that can be copied into a shell as it stands. */
export function curlOf({ method, path, takes }: Switch, control: string): string {
  const how = method === "GET" ? "" : `-X ${method} `;
  return `curl -s ${how}${control}${path}${takes ? ` -d '${JSON.stringify(takes.example)}'` : ""}`;
}

import { z } from "zod";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Store, Table } from "@/sandbox/base/store";
import { issueMarkers, type Markers } from "@/sandbox/platform/forbidden-fields";

export interface OrderRequest {
  readonly id: number;
  readonly userId: number;
  readonly status: "pending" | "withdrawn";
  readonly createdAt: string;
}

export interface Order {
  readonly id: number;
  /** Routed: the first to accept has it. Request: the buyer decides. */
  readonly kind: "routed" | "request";
  /** Whose offer it is; null is everyone's. */
  readonly toUserId: number | null;
  readonly start: string;
  readonly hours: number;
  readonly payCents: number;
  readonly payType: "fixed" | "hourly";
  readonly distanceMiles: number;
  readonly timeZone: string;
  readonly mode: "exact" | "between" | "hours";
  readonly type: string;
  readonly localShape: "object" | "string";
  readonly markers: Markers;
  readonly assigneeUserId: number | null;
  readonly subStatus: "assigned_cancelled" | null;
  readonly requests: readonly OrderRequest[];
}

const timeZone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}, "not an IANA time zone");

/** An offer as the control address takes it. `payCents` is the total for `hours`. */
export const offerRequest = z
  .strictObject({
    start: z.iso.datetime().optional(),
    startInMinutes: z.number().int().min(-100_000).max(1_000_000).optional(),
    hours: z.number().positive().max(100).default(2),
    payCents: z.number().int().min(0).max(10_000_000).default(20_000),
    payType: z.enum(["fixed", "hourly"]).default("fixed"),
    distanceMiles: z.number().min(0).max(20_000).default(12),
    timeZone: timeZone.default("America/Chicago"),
    mode: z.enum(["exact", "between", "hours"]).default("exact"),
    type: z.string().min(1).max(80).default("Point of Sale"),
    kind: z.enum(["routed", "request"]).default("routed"),
    to: z.number().int().positive().nullable().default(null),
    localShape: z.enum(["object", "string"]).optional(),
  })
  .refine((offer) => offer.start === undefined || offer.startInMinutes === undefined, "give start or startInMinutes, not both");

export type OfferRequest = z.infer<typeof offerRequest>;

export const ordersTable = (store: Store): Table<Order> => store.table("orders");

/** Puts an offer up. Without a start it begins on the first full hour at least a day ahead. Ids leave gaps, as real ones do. */
export function putOffer(store: Store, seed: string, offer: OfferRequest): Order {
  return store.transact(() => {
    const count = nextNumber(store, "order");
    const id = 17_000_000 + count * 37;
    const order: Order = {
      id,
      kind: offer.kind,
      toUserId: offer.to,
      start: startOf(offer).toISOString(),
      hours: offer.hours,
      payCents: offer.payCents,
      payType: offer.payType,
      distanceMiles: offer.distanceMiles,
      timeZone: offer.timeZone,
      mode: offer.mode,
      type: offer.type,
      localShape: offer.localShape ?? (count % 2 === 0 ? "string" : "object"),
      markers: issueMarkers(seed, id),
      assigneeUserId: null,
      subStatus: null,
      requests: [],
    };
    ordersTable(store).put(id, order);
    return order;
  });
}

function startOf(offer: OfferRequest): Date {
  if (offer.start !== undefined) return new Date(offer.start);
  if (offer.startInMinutes !== undefined) return new Date(Date.now() + offer.startInMinutes * 60_000);
  const hour = 3_600_000;
  return new Date(Math.ceil((Date.now() + 24 * hour) / hour) * hour);
}

/**
 * Until when an order's work may last. Between: any time in a window twice as long as the work. Hours: two days, only between these
 * times of day.
 */
export function endOf({ start, hours, mode }: Order): Date {
  const lastsHours = mode === "exact" ? hours : hours * 2 + (mode === "hours" ? 24 : 0);
  return new Date(Date.parse(start) + lastsHours * 3_600_000);
}

/** Whether this login is offered the order: nobody has it, and it was sent to them or to everyone. */
export const isOfferedTo = (order: Order, userId: number) =>
  order.assigneeUserId === null && (order.toUserId === null || order.toUserId === userId);

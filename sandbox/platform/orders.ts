import { z } from "zod";
import { nextNumber } from "@/sandbox/base/sequence";
import type { Store, Table } from "@/sandbox/base/store";
import { issueMarkers, type Markers } from "@/sandbox/platform/forbidden-fields";
import { readLocal } from "@/sandbox/platform/times";

export interface OrderRequest {
  readonly id: number;
  readonly userId: number;
  readonly status: "pending" | "withdrawn" | "denied" | "expired" | "granted";
  readonly createdAt: string;
  /** When it ends by itself, by the wall clock; null is never. */
  readonly expiresAt: string | null;
  /** When the provider says to come, by the clocks of the place, and for how many hours. */
  readonly eta: { readonly start: string; readonly hours: number } | null;
  readonly notes: string | null;
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
  readonly payType: "fixed" | "hourly" | "device" | "blended";
  /** Devices, or, for blended pay, hours at the first rate. */
  readonly units: number | null;
  /** For blended pay: hours beyond those, and what each pays. */
  readonly additional: { readonly units: number; readonly rateCents: number } | null;
  readonly distanceMiles: number;
  readonly timeZone: string;
  readonly mode: "exact" | "between" | "hours";
  readonly type: string;
  readonly localShape: "object" | "string";
  readonly markers: Markers;
  /** The start as its buyer typed it, `YYYY-MM-DDTHH:MM`, where the clocks of the place never show it; null where they do. */
  readonly gapStart: string | null;
  readonly assigneeUserId: number | null;
  /** When the one who has it took it on the platform's own pages; null when it came to them otherwise. The wire does not tell. */
  readonly takenByHandAt: string | null;
  /** When the buyer called it off; nobody can have it any more. */
  readonly cancelledAt: string | null;
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

const moneyCents = z.number().int().min(0).max(10_000_000);
const localStart = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(`${text}Z`)), "is no time");
const units = z.number().positive().max(1_000);

/**
 * An offer as the control address takes it. `payCents` is the total, whatever the kind of pay. `startLocal` is a time by the clocks of
 * `timeZone`, which may be one that they leave out.
 */
export const offerRequest = z
  .strictObject({
    start: z.iso.datetime().optional(),
    startLocal: localStart.optional(),
    startInMinutes: z.number().int().min(-100_000).max(1_000_000).optional(),
    hours: z.number().positive().max(100).default(2),
    payCents: moneyCents.default(20_000),
    payType: z.enum(["fixed", "hourly", "device", "blended"]).default("fixed"),
    units: units.nullable().default(null),
    additional: z.strictObject({ units, rateCents: moneyCents }).nullable().default(null),
    distanceMiles: z.number().min(0).max(20_000).default(12),
    timeZone: timeZone.default("America/Chicago"),
    mode: z.enum(["exact", "between", "hours"]).default("exact"),
    type: z.string().min(1).max(80).default("Point of Sale"),
    kind: z.enum(["routed", "request"]).default("routed"),
    to: z.number().int().positive().nullable().default(null),
    localShape: z.enum(["object", "string"]).optional(),
  })
  .refine((offer) => [offer.start, offer.startLocal, offer.startInMinutes].filter((one) => one !== undefined).length <= 1, {
    error: "give one of start, startLocal and startInMinutes",
  })
  .refine(({ payType, units }) => units === null || payType === "device" || payType === "blended", {
    path: ["units"],
    error: "only device and blended pay have units",
  })
  .refine(({ payType, additional }) => additional === null || payType === "blended", {
    path: ["additional"],
    error: "only blended pay has a second rate",
  })
  .refine(({ payCents, additional }) => additional === null || additional.units * additional.rateCents <= payCents, {
    path: ["additional"],
    error: "is more than payCents, which is the total",
  });

export type OfferRequest = z.infer<typeof offerRequest>;

export const ordersTable = (store: Store): Table<Order> => store.table("orders");

/** Puts an offer up. Without a start it begins on the first full hour at least a day ahead. Ids leave gaps, as real ones do. */
export function putOffer(store: Store, seed: string, offer: OfferRequest): Order {
  return store.transact(() => {
    const count = nextNumber(store, "order");
    const id = 17_000_000 + count * 37;
    const { start, gapStart } = startOf(offer);
    const order: Order = {
      id,
      kind: offer.kind,
      toUserId: offer.to,
      start: start.toISOString(),
      gapStart,
      hours: offer.hours,
      payCents: offer.payCents,
      payType: offer.payType,
      units: offer.units,
      additional: offer.additional,
      distanceMiles: offer.distanceMiles,
      timeZone: offer.timeZone,
      mode: offer.mode,
      type: offer.type,
      localShape: offer.localShape ?? (count % 2 === 0 ? "string" : "object"),
      markers: issueMarkers(seed, id),
      assigneeUserId: null,
      takenByHandAt: null,
      cancelledAt: null,
      subStatus: null,
      requests: [],
    };
    ordersTable(store).put(id, order);
    return order;
  });
}

function startOf(offer: OfferRequest): { start: Date; gapStart: string | null } {
  if (offer.startLocal !== undefined) return readLocal(offer.startLocal, offer.timeZone);
  const hour = 3_600_000;
  const start =
    offer.start !== undefined
      ? new Date(offer.start)
      : offer.startInMinutes !== undefined
        ? new Date(Date.now() + offer.startInMinutes * 60_000)
        : new Date(Math.ceil((Date.now() + 24 * hour) / hour) * hour);
  return { start, gapStart: null };
}

/**
 * Until when an order's work may last. Between: any time in a window twice as long as the work. Hours: two days, only between these
 * times of day.
 */
export function endOf({ start, hours, mode }: Order): Date {
  const lastsHours = mode === "exact" ? hours : hours * 2 + (mode === "hours" ? 24 : 0);
  return new Date(Date.parse(start) + lastsHours * 3_600_000);
}

/** Whether anybody may still have the order. */
export const isFree = (order: Order) => order.assigneeUserId === null && !order.cancelledAt;

/** Whether this login is offered the order: nobody has it, and it was sent to them or to everyone. */
export const isOfferedTo = (order: Order, userId: number) => isFree(order) && (order.toUserId === null || order.toUserId === userId);

/** Whether the order is a user's to do. */
export const isAssignedTo = (order: Order, userId: number) => order.assigneeUserId === userId && !order.cancelledAt;

import { z } from "zod";
import { hourMs, later } from "@/lib/base/clock";
import { type AssignedOrder, type ListedOffer, type OrderReading, PlatformError, type WorkWindow } from "@/lib/platforms/contract";
import { readUtc } from "@/lib/platforms/field-nation/utc-text";
import { plainText } from "@/lib/platforms/plain-text";
import { readZone, zoneName } from "@/lib/platforms/read-zone";

/** The only parts of an order that are asked for, and the only ones that get past this file. The words only for rules that look for them. */
export const columns = {
  offer: ["id", "status", "schedule", "pay", "coords", "type_of_work"],
  words: ["title", "description"],
  assigned: ["id", "schedule"],
} as const;

const amount = z.object({ units: z.number(), amount: z.number() });
const moment = z.object({ utc: z.string() });
const schedule = z.object({
  service_window: z.object({ mode: z.enum(["exact", "hours", "between"]), start: moment, end: moment.nullable() }),
  est_labor_hours: z.number().positive(),
  time_zone: z.object({ name: zoneName }),
});
const offer = z.object({
  id: z.number().int(),
  status: z.object({ is_routed: z.boolean().optional() }),
  schedule,
  pay: z.object({ type: z.enum(["fixed", "hourly", "device", "blended"]), base: amount, additional: amount.optional() }),
  coords: z.object({ distance: z.number().nonnegative().nullable() }).nullish(),
  type_of_work: z.object({ name: z.string() }).nullish(),
});
const words = z.object({ title: z.string(), description: z.object({ html: z.string().nullable() }).nullable() });
const assigned = z.object({ id: z.number().int(), schedule });

/** Dollars as the platform writes them, as whole cents. */
const cents = (dollars: number) => Math.round(dollars * 100);

/**
 * When the work is. `exact` is the start and the estimated hours; `between` and `hours` take the whole window, since the buyer may
 * want any part of it.
 */
function reduceWindow({ service_window: { mode, start, end }, est_labor_hours, time_zone }: z.infer<typeof schedule>): WorkWindow {
  const windowStart = readUtc(start.utc);
  const windowEnd = mode === "exact" || !end ? later(windowStart, est_labor_hours * hourMs) : readUtc(end.utc);
  if (windowEnd <= windowStart) throw new PlatformError("changed_shape");
  return { windowStart, windowEnd, timeZone: readZone(time_zone.name) };
}

/**
 * One listed order, reduced at once to what rules need. Pay is base units × amount plus additional units × amount, in whole cents:
 * fixed pay has one unit, hourly pay the most hours that the buyer pays for, pay by device the devices, blended pay the hours at the
 * first rate and those at the second.
 * @param withText whether its words were asked for: then they have to be there
 * @throws PlatformError changed_shape when a part that is needed is not as known: nothing is guessed.
 */
export function reduceOffer(raw: unknown, withText: boolean): ListedOffer {
  const parsed = offer.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  const { id, status, schedule, pay, coords, type_of_work } = parsed.data;
  const { base, additional } = pay;
  const payCents = cents(base.units * base.amount) + cents((additional?.units ?? 0) * (additional?.amount ?? 0));
  return {
    ...reduceWindow(schedule),
    externalId: String(id),
    payCents,
    pay: { kind: pay.type, rateCents: pay.type === "fixed" ? payCents : cents(base.amount) },
    hours: schedule.est_labor_hours,
    text: withText ? reduceWords(raw) : null,
    distanceMiles: coords?.distance ?? null,
    type: type_of_work?.name ?? "",
    kind: status.is_routed ? "routed" : "request",
  };
}

function reduceWords(raw: unknown): string {
  const parsed = words.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  return plainText(parsed.data.title, parsed.data.description?.html ?? "");
}

/** One order of the member's own, reduced to when its work is. @throws PlatformError changed_shape */
export function reduceAssigned(raw: unknown): AssignedOrder {
  const parsed = assigned.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  return { ...reduceWindow(parsed.data.schedule), externalId: String(parsed.data.id) };
}

const user = z.object({ id: z.number().int() });
const standing = ["Draft", "Published", "Routed", "Assigned", "Work Done", "Approved", "Paid", "Postponed"] as const;
const calledOff = ["Cancelled", "Deleted"] as const;
const single = z.object({
  status: z.object({ name: z.enum([...standing, ...calledOff]) }),
  schedule,
  requests: z.object({ results: z.array(z.object({ id: z.number().int(), user, status: z.literal("pending") })) }),
  assignee: z.object({ user: user.nullish() }).nullable(),
});

/**
 * Whose a single order is. The rest of the reply, which holds all its details, is dropped here.
 * @throws PlatformError changed_shape, also for a status of an order or a request that is not known: it may mean anything.
 */
export function reduceReading(raw: unknown, userId: string): OrderReading {
  const parsed = single.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  const { status, requests, assignee } = parsed.data;
  if (calledOff.some((name) => name === status.name)) return { assignment: "cancelled" };
  const window = reduceWindow(parsed.data.schedule);
  const id = assignee?.user?.id;
  if (id !== undefined) return { assignment: String(id) === userId ? "ours" : "someone_else", ...window };
  const ours = requests.results.find((one) => String(one.user.id) === userId);
  return { assignment: "unassigned", requestedByUs: ours ? String(ours.id) : null, offer: reduceOffer(raw, false), ...window };
}

import { z } from "zod";
import { hourMs } from "@/lib/base/clock";
import { type AssignedOrder, type ListedOffer, type OrderReading, PlatformError, type WorkWindow } from "@/lib/platforms/contract";
import { plainText } from "@/lib/platforms/plain-text";
import { readZone, zoneName } from "@/lib/platforms/read-zone";

/**
 * The only parts of an order that are asked for, and the only ones that get past this file. Of its place, only the zone; its words only
 * for rules that look for them.
 */
export const parts = {
  $select: "Id,Status,ScheduledDate_DTO,ExpirationDate_DTO,Nte,CurrencyAlphabeticalCode,Trade",
  $expand: "Location($select=TimeZone),Provider($select=Id)",
} as const;
export const partsWithText = { ...parts, $select: `${parts.$select},Description` };

const moment = z.iso.datetime({ offset: true });
const order = z.object({
  Id: z.number().int().positive(),
  Status: z.object({ Primary: z.string(), Extended: z.string().nullish() }),
  ScheduledDate_DTO: moment,
  ExpirationDate_DTO: moment.nullable(),
  Location: z.object({ TimeZone: zoneName }),
});
const offer = order.extend({
  Nte: z.number().nonnegative(),
  CurrencyAlphabeticalCode: z.string().length(3),
  Trade: z.string().nullish(),
});
const words = z.object({ Description: z.string().nullable() });
const single = order.extend({ Provider: z.object({ Id: z.number().int() }).nullable() });

const says = (text: string | null | undefined, wanted: string) => text?.toUpperCase() === wanted;

/** From when the provider is expected until when the work has to be done; null when the order names no end. */
function windowOf({ ScheduledDate_DTO, ExpirationDate_DTO, Location }: z.infer<typeof order>): WorkWindow | null {
  const [windowStart, windowEnd] = [new Date(ScheduledDate_DTO), new Date(ExpirationDate_DTO ?? ScheduledDate_DTO)];
  if (windowEnd <= windowStart) return null;
  return { windowStart, windowEnd, timeZone: readZone(Location.TimeZone) };
}

/**
 * One listed order, reduced at once to what rules need. Pay is `Nte`, the most that the client pays, in whole cents. The hours are the
 * window's, since the wire has no others.
 * @param withText whether its words were asked for: then they have to be there
 * @returns null for an order that no rule could judge: one that was declined, that names no end, or that is not paid in US dollars.
 * @throws PlatformError changed_shape when a part that is needed is not as known: nothing is guessed.
 */
export function reduceOffer(raw: unknown, withText: boolean): ListedOffer | null {
  const parsed = offer.safeParse(raw);
  if (!parsed.success || !says(parsed.data.Status.Primary, "OPEN")) throw new PlatformError("changed_shape");
  const { Id, Status, Nte, CurrencyAlphabeticalCode, Trade } = parsed.data;
  const window = windowOf(parsed.data);
  if (!window || says(Status.Extended, "DECLINED") || CurrencyAlphabeticalCode !== "USD") return null;
  const payCents = Math.round(Nte * 100);
  return {
    ...window,
    externalId: String(Id),
    payCents,
    pay: { kind: "fixed", rateCents: payCents },
    hours: (window.windowEnd.getTime() - window.windowStart.getTime()) / hourMs,
    text: withText ? reduceWords(raw) : null,
    distanceMiles: null,
    type: Trade ?? "",
    kind: "routed",
  };
}

function reduceWords(raw: unknown): string {
  const parsed = words.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  return plainText(parsed.data.Description ?? "");
}

/** One order in progress, reduced to when its work is; null for another provider's, and for one that names no end. @throws PlatformError changed_shape */
export function reduceAssigned(raw: unknown, providerId: string): AssignedOrder | null {
  const parsed = single.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  const { Id, Provider } = parsed.data;
  const window = windowOf(parsed.data);
  return window && String(Provider?.Id) === providerId ? { ...window, externalId: String(Id) } : null;
}

/** What each known status says of an order: still to be taken, or taken by the provider that it names. */
const taken: Record<string, boolean> = { OPEN: false, "IN PROGRESS": true, COMPLETED: true, INVOICED: true };

/**
 * Whose a single order is. While it is open it is nobody's, although it may name the provider that it is offered to.
 * @throws PlatformError changed_shape, also for a status that is not known: it may mean anything.
 */
export function reduceReading(raw: unknown, providerId: string): OrderReading {
  const parsed = single.safeParse(raw);
  if (!parsed.success) throw new PlatformError("changed_shape");
  const { Status, Provider } = parsed.data;
  if (says(Status.Extended, "CANCELLED")) return { assignment: "cancelled" };
  const [isTaken, window] = [taken[Status.Primary.toUpperCase()], windowOf(parsed.data)];
  if (isTaken === undefined || !window || (isTaken && !Provider)) throw new PlatformError("changed_shape");
  const isOurs = String(Provider?.Id) === providerId;
  if (!isTaken && (isOurs || !Provider)) {
    const offer = reduceOffer(raw, false);
    return offer ? { assignment: "unassigned", requestedByUs: null, offer, ...window } : { assignment: "gone" };
  }
  return { assignment: isOurs ? "ours" : "someone_else", ...window };
}

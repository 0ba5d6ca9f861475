import { z } from "zod";
import {
  type AcceptAnswer,
  type AssignedOrder,
  type ListedOffer,
  type OrderReading,
  PlatformError,
  type PlatformSession,
} from "@/lib/platforms/contract";
import { bodyOf, isSuccess, jsonOf } from "@/lib/platforms/read-reply";
import { type Access, assertAnswered, saysNotOurs, send } from "@/lib/platforms/service-channel/call";
import { parts, partsWithText, reduceAssigned, reduceOffer, reduceReading } from "@/lib/platforms/service-channel/reduce-order";

const listed = z.object({ "@odata.count": z.number().int().nonnegative(), value: z.array(z.unknown()) });
const changed = z.object({ id: z.number().int() });
/** The platform never gives more at once, whatever is asked for. */
const perPage = 50;
const mostPages = 40;
/** By this status a provider tells the client that it takes the order. */
const accepting = { Status: { Primary: "IN PROGRESS", Extended: "DISPATCH CONFIRMED" } };

/** No offer of this wire is of kind `request`, so a call is a bug of the caller. */
async function noRequests(): Promise<never> {
  throw new Error("ServiceChannel takes no requests");
}

/** A ServiceChannel login in use. Its token is closed over and never leaves this function. */
export function serviceChannelSession(access: Access, providerId: string, expiresAt: Date): PlatformSession {
  async function listAll(status: "OPEN" | "IN PROGRESS", wanted: typeof partsWithText | typeof parts): Promise<unknown[]> {
    const orders: unknown[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const query = {
        ...wanted,
        $filter: `Status/Primary eq '${status}'`,
        $orderby: "Id",
        $top: String(perPage),
        $skip: String(orders.length),
        $count: "true",
      };
      const reply = assertAnswered(await send(access, { method: "GET", path: "/v3/odata/workorders", query }));
      const parsed = listed.safeParse(jsonOf(reply));
      if (!parsed.success) throw new PlatformError("changed_shape");
      const { value } = parsed.data;
      orders.push(...value);
      if (value.length === 0 || orders.length >= parsed.data["@odata.count"]) break;
    }
    return orders;
  }

  async function listOffers({ withText }: { withText: boolean }): Promise<ListedOffer[]> {
    const open = await listAll("OPEN", withText ? partsWithText : parts);
    return open.map((raw) => reduceOffer(raw, withText)).filter((offer) => offer !== null);
  }

  async function listAssigned(): Promise<AssignedOrder[]> {
    const underway = await listAll("IN PROGRESS", parts);
    return underway.map((raw) => reduceAssigned(raw, providerId)).filter((order) => order !== null);
  }

  async function readOrder(externalId: string): Promise<OrderReading> {
    const path = `/v3/odata/workorders(${encodeURIComponent(externalId)})`;
    const reply = await send(access, { method: "GET", path, query: parts });
    if (saysNotOurs(reply)) return { assignment: "gone" };
    return reduceReading(jsonOf(assertAnswered(reply)), providerId);
  }

  /** A time-out, a 5xx or an answer that is not known proves nothing: `unknown`, and the order is read back. */
  async function acceptRouted(externalId: string): Promise<AcceptAnswer> {
    const path = `/v3/workorders/${encodeURIComponent(externalId)}/status`;
    const reply = await send(access, { method: "PUT", path, json: accepting });
    if (saysNotOurs(reply)) return "taken";
    if (reply.status === 409) return "conflict";
    if (isSuccess(reply)) return String(changed.safeParse(bodyOf(reply)).data?.id) === externalId ? "accepted" : "unknown";
    assertAnswered(reply);
    return "unknown";
  }

  return {
    userId: providerId,
    expiresAt,
    listOffers,
    listAssigned,
    readOrder,
    acceptRouted,
    requestOrder: noRequests,
    withdrawRequest: noRequests,
  };
}

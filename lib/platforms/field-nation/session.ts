import { z } from "zod";
import type { Destination } from "@/lib/outbound/destination";
import {
  type AcceptAnswer,
  type AssignedOrder,
  type ListedOffer,
  type OrderReading,
  PlatformError,
  type PlatformSession,
} from "@/lib/platforms/contract";
import { type Access, assertAnswered, saysTaken, send } from "@/lib/platforms/field-nation/call";
import { columns, reduceAssigned, reduceOffer, reduceReading } from "@/lib/platforms/field-nation/reduce-order";
import { requestsOf } from "@/lib/platforms/field-nation/requests";
import { isJson, isSuccess, jsonOf } from "@/lib/platforms/read-reply";

const listed = z.object({ metadata: z.object({ pages: z.number().int().nonnegative() }), results: z.array(z.unknown()) });
const perPage = 100;
const mostPages = 20;
const orders = "/api/rest/v2/workorders";
const pathOf = (externalId: string) => `${orders}/${encodeURIComponent(externalId)}`;

/** A Field Nation login in use. Its token is closed over and never leaves this function. */
export function fieldNationSession(destination: Destination, access: Access, userId: string, expiresAt: Date): PlatformSession {
  async function listAll(list: "workorders_available" | "workorders_assigned", wanted: readonly string[]): Promise<unknown[]> {
    const results: unknown[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const query = { list, columns: wanted.join(","), page: String(page), per_page: String(perPage), sticky: "false" };
      const reply = assertAnswered(await send(destination, { method: "GET", path: orders, query, access }));
      const parsed = listed.safeParse(jsonOf(reply));
      if (!parsed.success) throw new PlatformError("changed_shape");
      results.push(...parsed.data.results);
      if (page >= parsed.data.metadata.pages) break;
    }
    return results;
  }

  async function listOffers({ withText }: { withText: boolean }): Promise<ListedOffer[]> {
    const wanted = withText ? [...columns.offer, ...columns.words] : columns.offer;
    return (await listAll("workorders_available", wanted)).map((raw) => reduceOffer(raw, withText));
  }

  async function listAssigned(): Promise<AssignedOrder[]> {
    return (await listAll("workorders_assigned", columns.assigned)).map(reduceAssigned);
  }

  async function readOrder(externalId: string): Promise<OrderReading> {
    const reply = await send(destination, { method: "GET", path: pathOf(externalId), access });
    if (reply.status === 404 || saysTaken(reply)) return { assignment: "gone" };
    return reduceReading(jsonOf(assertAnswered(reply)), userId);
  }

  /** A time-out, a 5xx or an answer that is not known proves nothing: `unknown`, and the order is read back. */
  async function acceptRouted(externalId: string): Promise<AcceptAnswer> {
    const path = `${pathOf(externalId)}/assignee`;
    const reply = await send(destination, { method: "POST", path, json: { user: { id: Number(userId) } }, access });
    if (saysTaken(reply) || reply.status === 404) return "taken";
    if (reply.status === 409) return "conflict";
    if (isSuccess(reply)) return isJson(reply) ? "accepted" : "unknown";
    assertAnswered(reply);
    return "unknown";
  }

  return { userId, expiresAt, listOffers, listAssigned, readOrder, acceptRouted, ...requestsOf(destination, access) };
}

import { z } from "zod";
import { hourMs } from "@/lib/base/clock";
import type { Destination } from "@/lib/outbound/destination";
import type { PlatformSession, RequestAnswer, WithdrawAnswer, WorkWindow } from "@/lib/platforms/contract";
import { type Access, assertAnswered, saysTaken, send } from "@/lib/platforms/field-nation/call";
import { utcText } from "@/lib/platforms/field-nation/utc-text";
import { bodyOf, isSuccess } from "@/lib/platforms/read-reply";
import { wallClock } from "@/lib/platforms/wall-clock";

const request = z.object({ id: z.number().int().positive(), status: z.literal("pending") });
const pathOf = (externalId: string) => `/api/rest/v2/workorders/${encodeURIComponent(externalId)}/requests`;

/** Asking the buyer for an order, and taking that back. No answer proves anything but that it was given: the order is read back. */
export function requestsOf(destination: Destination, access: Access): Pick<PlatformSession, "requestOrder" | "withdrawRequest"> {
  /** The same again, while it stands, is answered with the request that stands. */
  async function requestOrder(externalId: string, window: WorkWindow, expiresAt: Date): Promise<RequestAnswer> {
    const eta = {
      start: { local: wallClock(window.windowStart, window.timeZone) },
      hour_estimate: (window.windowEnd.getTime() - window.windowStart.getTime()) / hourMs,
    };
    const json = { eta, expires: utcText(expiresAt) };
    const reply = await send(destination, { method: "POST", path: pathOf(externalId), json, access });
    if (saysTaken(reply) || reply.status === 404) return { answer: "taken", requestId: null };
    if (reply.status === 409) return { answer: "conflict", requestId: null };
    if (!isSuccess(reply)) assertAnswered(reply);
    const made = request.safeParse(bodyOf(reply));
    return made.success ? { answer: "accepted", requestId: String(made.data.id) } : { answer: "unknown", requestId: null };
  }

  async function withdrawRequest(externalId: string, requestId: string): Promise<WithdrawAnswer> {
    const path = `${pathOf(externalId)}/${encodeURIComponent(requestId)}`;
    const reply = await send(destination, { method: "DELETE", path, access });
    if (reply.status === 204) return "withdrawn";
    if (reply.status === 404 || saysTaken(reply)) return "gone";
    if (reply.status === 409 || isSuccess(reply)) return "unknown";
    assertAnswered(reply);
    return "unknown";
  }

  return { requestOrder, withdrawRequest };
}

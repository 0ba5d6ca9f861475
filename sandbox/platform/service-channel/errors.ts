import { type Answer, html, json, redirect } from "@/sandbox/base/reply";
import { loginPage } from "@/sandbox/platform/login-page";
import type { Voice } from "@/sandbox/platform/voice";

export const loginPath = "/Account/LogOn";

/** A refusal in the platform's own shape. */
export const refusal = (status: number, code: number, message: string, headers: Record<string, string> = {}): Answer =>
  json(status, { ErrorMessage: message, ErrorCodes: [code] }, headers);

export const notFound = () => refusal(404, 404, "Work order not found.");
/** The order is not this provider's to change: it may have gone to another. */
export const notPermitted = () => refusal(403, 504, "The call is rejected by security permissions.");
export const invalid = (message: string) => refusal(400, 400, message);
const ended = (): Answer => ({ status: 401, headers: {}, body: "" });
const dateIn = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

export const serviceChannelVoice: Voice = {
  platform: "service-channel",
  rateLimited: (seconds) => refusal(429, 429, "Request has been throttled.", { "retry-after": dateIn(seconds) }),
  unavailable: (seconds) => refusal(503, 503, "The service is unavailable.", { "retry-after": String(seconds) }),
  ended,
  toLogin: () => redirect(302, loginPath),
  loginPage: () => html(200, loginPage(loginPath)),
  mayNotAct: notPermitted,
  taken: notPermitted,
  conflict: (action) =>
    refusal(409, 409, action === "REFRESH_STATE" ? "The work order has been changed." : "The status cannot be changed to this."),
  nothingHere: () => refusal(404, 404, "No resource was found."),
  renames: { value: "items", Status: "State", ScheduledDate_DTO: "Scheduled" },
};

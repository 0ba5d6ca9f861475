import { html, redirect } from "@/sandbox/base/reply";
import { loginPage } from "@/sandbox/platform/login-page";
import { bare401, problem, taken } from "@/sandbox/platform/problems";
import type { Voice } from "@/sandbox/platform/voice";

const after = (seconds: number) => ({ headers: { "retry-after": String(seconds) } });

export const fieldNationVoice: Voice = {
  platform: "field-nation",
  rateLimited: (seconds) => problem("RATE_LIMIT_EXCEEDED", `Rate limit exceeded. Retry after ${seconds} seconds.`, after(seconds)),
  unavailable: (seconds) => problem("SERVICE_UNAVAILABLE", "The service is unavailable.", after(seconds)),
  ended: bare401,
  toLogin: () => redirect(302, "/login"),
  loginPage: () => html(200, loginPage("/login")),
  mayNotAct: () => problem("INSUFFICIENT_PERMISSIONS", "This token may not act for that user."),
  taken,
  conflict: (action) =>
    action === "REFRESH_STATE"
      ? problem("RESOURCE_CONFLICT", "The work order has changed since it was read.")
      : problem("RESOURCE_CONFLICT", "The work order does not allow this.", { action }),
  nothingHere: () => problem("RESOURCE_NOT_FOUND", "There is nothing here."),
  renames: { service_window: "window", results: "items", base: "rate" },
};

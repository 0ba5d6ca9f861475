import { minuteMs } from "@/lib/base/clock";
import { type Check, judge } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";

const everyMs = 5 * minuteMs;

export const consoleRefuses: Check = {
  id: "console-refuses",
  about: "Whether the operator's pages open without a login",
  everyMs,
  look: async () => {
    const paths = ["/operator", "/operator/members", "/operator/access-log", "/operator/keys"];
    const statuses = await Promise.all(paths.map(async (path) => (await knock(path)).status));
    const open = statuses.filter((status) => status < 300 || status >= 500).length;
    return judge(paths.length, open, {
      good: `None of ${paths.length} pages of the operator opened without a login.`,
      bad: `${open} of ${paths.length} pages of the operator did not refuse a visitor without a login.`,
    });
  },
};

/** A page that members reach after a login: without one it leads to the login, where one that is gone would not. */
const behindLogin = (id: string, about: string, path: string): Check => ({
  id,
  about,
  everyMs,
  look: async () => {
    const { status, headers } = await knock(path);
    const leads = status >= 300 && status < 400 && (headers.location ?? "").includes("/login");
    return judge(1, leads || status === 401 ? 0 : 1, {
      good: `${path} is there, behind the login.`,
      bad: `${path} answered with status ${status}, and does not lead to the login.`,
    });
  },
});
export const sessionsPage = behindLogin(
  "sessions-page",
  "Whether the page is there on which members see and end their sessions",
  "/settings/sessions",
);
export const contactPage = behindLogin(
  "contact-page",
  "Whether the page is there on which members look at and change how they are reached",
  "/settings/contact",
);

export const reportPage: Check = {
  id: "report-page",
  about: "Whether the page for reports is there, without an account",
  everyMs,
  look: async () => {
    const { status, text } = await knock("/report");
    return judge(1, status === 200 && text.includes('name="kind"') ? 0 : 1, {
      good: "The page for reports shows its form to anybody.",
      bad: `The page for reports does not show its form (status ${status}).`,
    });
  },
};

import { minuteMs } from "@/lib/base/clock";
import { type Check, fails, holds, judge, unknown } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";
import { isLoginOpen, leadsToLogin } from "@/lib/policy/tell-refusal";

const everyMs = 5 * minuteMs;

export const consoleRefuses: Check = {
  id: "console-refuses",
  about: "Whether the operator's pages open without a login",
  everyMs,
  look: async () => {
    const paths = ["/operator", "/operator/members", "/operator/access-log", "/operator/keys"];
    const replies = await Promise.all(paths.map(async (path) => ({ path, reply: await knock(path) })));
    const open = replies.filter(({ reply }) => reply.status < 300).length;
    if (open > 0) return fails(paths.length, `${open} of ${paths.length} pages of the operator opened without a login.`);
    if (!(await isLoginOpen())) return unknown("The page to log in is not open either.");
    const odd = replies.find(({ path, reply }) => !leadsToLogin(path, reply));
    // A page that is not there, or broken, shows nothing of who may read it.
    if (odd) return unknown(`${odd.path} was answered with status ${odd.reply.status}, and does not lead to the login.`);
    return holds(paths.length, `Each of ${paths.length} pages of the operator led a visitor to the login.`);
  },
};

/** A page that members reach after a login: without one it leads to the login, where one that is gone does not. */
const behindLogin = (id: string, about: string, path: string): Check => ({
  id,
  about,
  everyMs,
  look: async () => {
    const reply = await knock(path);
    if (!leadsToLogin(path, reply)) return fails(1, `${path} answered with status ${reply.status}, and does not lead to the login.`);
    const { status } = await knock(`${path}-that-is-not-there`);
    if (status !== 404) return unknown(`An address beside ${path} that leads nowhere was answered with status ${status}.`);
    return holds(1, `${path} is there, behind the login.`);
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

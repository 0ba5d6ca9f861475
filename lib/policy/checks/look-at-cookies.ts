import { minuteMs } from "@/lib/base/clock";
import { type Check, judge, unknown } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";

const flawsOf = (cookie: string): string[] =>
  [
    [/;\s*httponly/i, "HttpOnly"],
    [/;\s*secure/i, "Secure"],
    [/;\s*samesite=(lax|strict)/i, "SameSite"],
    [/^__Host-/, "the prefix __Host-"],
    [/;\s*path=\/(;|$)/i, "Path=/"],
  ].flatMap(([has, name]) => ((has as RegExp).test(cookie) ? [] : [name as string]));

/** Every cookie of ours is made with the same options: the ones that a visitor without an account is given show them. */
export const cookieFlags: Check = {
  id: "cookie-flags",
  about: "The flags of cookies in live replies",
  everyMs: 5 * minuteMs,
  look: async () => {
    const { headers } = await knock("/api/auth/csrf");
    const cookies = (headers["set-cookie"] ?? "").split(/,\s*(?=[\w-]+=)/).filter(Boolean);
    if (cookies.length === 0) return unknown("No cookie was set.");
    const flaws = cookies.flatMap(flawsOf);
    return judge(cookies.length, flaws.length, {
      good: `Each of ${cookies.length} cookies is HttpOnly, Secure, SameSite and bound to this host.`,
      bad: `Cookies without ${[...new Set(flaws)].join(", ")}.`,
    });
  },
};

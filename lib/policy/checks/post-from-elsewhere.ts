import { minuteMs } from "@/lib/base/clock";
import { type Check, judge } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";

const form = "application/x-www-form-urlencoded";
/** How a page of somebody else's, or a program that hides where it comes from, would send a form. */
const attempts: { what: string; headers: Record<string, string> }[] = [
  { what: "a foreign Origin", headers: { origin: "https://elsewhere.example" } },
  { what: "no Origin", headers: {} },
  { what: "the Origin null", headers: { origin: "null" } },
];

export const foreignPosts: Check = {
  id: "foreign-posts",
  about: "Whether forms that are sent from elsewhere are refused",
  everyMs: 5 * minuteMs,
  look: async () => {
    const targets = ["/login", "/report", "/api/auth/signout"];
    const tried = targets.flatMap((path) => attempts.map((attempt) => ({ path, ...attempt })));
    const statuses = await Promise.all(
      tried.map(
        async ({ path, headers }) =>
          (await knock(path, { method: "POST", headers: { ...headers, "content-type": form }, body: "control=1" })).status,
      ),
    );
    const taken = tried.filter((_, index) => statuses[index] !== 403);
    return judge(tried.length, taken.length, {
      good: `All of ${tried.length} forms that came from elsewhere were refused with 403.`,
      bad: `Not refused: ${taken[0]?.what} at ${taken[0]?.path}${taken.length > 1 ? `, and ${taken.length - 1} more` : ""}.`,
    });
  },
};

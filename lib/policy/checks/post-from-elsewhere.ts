import { minuteMs } from "@/lib/base/clock";
import { type Check, fails, holds, unknown } from "@/lib/policy/control";
import { frontDoor, knock } from "@/lib/policy/front-door";
import { isRefusal } from "@/lib/policy/tell-refusal";

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
    const post = async (path: string, headers: Record<string, string>) =>
      await knock(path, { method: "POST", headers: { ...headers, "content-type": form }, body: "control=1" });
    const replies = await Promise.all(tried.map(async ({ path, headers }) => await post(path, headers)));
    // Who is told to wait (429) has been refused too, but not as a stranger.
    const taken = tried.filter((_, index) => ![403, 429].includes(replies[index]?.status ?? 0));
    if (taken.length > 0)
      return fails(
        tried.length,
        `Not refused: ${taken[0]?.what} at ${taken[0]?.path}${taken.length > 1 ? `, and ${taken.length - 1} more` : ""}.`,
      );
    if (!replies.every((reply) => isRefusal("foreign_origin", reply)))
      return unknown("Forms from elsewhere were refused, but not for where they came from.");
    const own = await Promise.all(targets.map(async (path) => await post(path, { origin: frontDoor().origin })));
    if (own.some(({ status }) => status === 403)) return unknown("A form of the website's own origin was refused as well.");
    return holds(tried.length, `All of ${tried.length} forms that came from elsewhere were refused with 403, and none of our own origin.`);
  },
};

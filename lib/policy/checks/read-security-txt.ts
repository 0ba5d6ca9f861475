import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import type { Seen } from "@/lib/oversight/seen";
import { type Check, fails, holds } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";

/** RFC 9116 asks that a copy counts for less than a year. */
const mostDays = 366;

function judgeText(text: string, at: Date): Seen {
  const values = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}:[ \\t]*(\\S+)[ \\t]*\\r?$`, "gim"))].map(([, value = ""]) => value);
  const [expires, ...others] = values("Expires");
  const until = new Date(expires ?? "");
  if (values("Contact").length === 0) return fails(1, "security.txt names nobody to report to.");
  if (expires === undefined || others.length > 0 || Number.isNaN(until.getTime()))
    return fails(1, "security.txt does not say, once, until when it counts.");
  if (until <= at) return fails(1, `security.txt has expired: it counted until ${expires}.`);
  if (until > later(at, mostDays * dayMs)) return fails(1, "security.txt counts for longer than a year.");
  return holds(1, "security.txt says where to report, and has not expired.");
}

/** Where strangers report a flaw, and whether what says so has expired (RFC 9116). */
export const securityTxtInTime: Check = {
  id: "security-txt",
  about: "Whether security.txt names where to report, and has not expired",
  everyMs: hourMs,
  look: async () => {
    const { status, text } = await knock("/.well-known/security.txt");
    return status === 200 ? judgeText(text, now()) : fails(1, `There is no security.txt: status ${status}.`);
  },
};

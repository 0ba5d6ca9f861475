import { minuteMs } from "@/lib/base/clock";
import { statusOf } from "@/lib/base/errors";
import type { PlainRefusal } from "@/lib/edge/plain-reply";
import { type Check, fails, holds, unknown } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";
import { isLoginOpen, isRefusal } from "@/lib/policy/tell-refusal";

const mark = "ctl7f3a";
/** Without a slash, since an encoded one is refused before the application sees it. */
const script = `"><script>${mark}`;
/**
 * Texts that would do something if anything took them for more than a text, and how the page answers that takes them for one. None
 * changes a thing when it does not.
 */
const hostile: [path: string, status: number][] = [
  [`/${encodeURIComponent(script)}`, 404],
  [`/login?next=${encodeURIComponent(script)}`, 200],
  [`/login?error=${encodeURIComponent(script)}`, 200],
  [`/invite/${encodeURIComponent("' or 1=1 --")}`, statusOf.dead_link],
];

export const hostileTexts: Check = {
  id: "hostile-texts",
  about: "What becomes of hostile texts in addresses of live pages",
  everyMs: 5 * minuteMs,
  look: async () => {
    const found = await Promise.all(hostile.map(async ([path, wanted]) => ({ path, wanted, ...(await knock(path)) })));
    const taken = found.filter(({ status, text }) => status >= 500 || text.includes(`<script>${mark}`)).length;
    if (taken > 0) return fails(found.length, `${taken} of ${found.length} hostile texts came back as code, or broke the page.`);
    const odd = found.find(({ status, wanted }) => status !== wanted);
    if (odd) return unknown(`A page that was sent a hostile text answered with status ${odd.status} in the place of ${odd.wanted}.`);
    return holds(found.length, `Each of ${found.length} hostile texts was shown as a text or not at all.`);
  },
};

const malformed: [path: string, refusal: PlainRefusal][] = [
  ["/login%5c..%5coperator", "bad_request"],
  ["/login%2f..%2foperator", "bad_request"],
  ["/%ff", "bad_request"],
  ["/_next/image?url=https://elsewhere.example/", "not_found"],
];

export const malformedRequests: Check = {
  id: "malformed-requests",
  about: "Whether malformed requests are refused before the application sees them",
  everyMs: 5 * minuteMs,
  look: async () => {
    const found = await Promise.all(malformed.map(async ([path, refusal]) => ({ path, refusal, reply: await knock(path) })));
    const taken = found.filter(({ reply }) => reply.status < 400 || reply.status >= 500).length;
    if (taken > 0) return fails(found.length, `${taken} of ${found.length} malformed requests were not refused.`);
    if (!(await isLoginOpen())) return unknown("The page to log in, which is asked for rightly, was refused as well.");
    const odd = found.find(({ refusal, reply }) => !isRefusal(refusal, reply));
    if (odd) return unknown(`${odd.path} was answered with status ${odd.reply.status}, and not in the words of the website's entry.`);
    return holds(found.length, `All of ${found.length} malformed requests were refused by the website's entry, and a right one was not.`);
  },
};

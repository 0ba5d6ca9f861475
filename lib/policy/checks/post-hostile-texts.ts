import { minuteMs } from "@/lib/base/clock";
import { type Check, judge } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";

const mark = "ctl7f3a";
const script = `<script>${mark}</script>`;
/** Texts that would do something if anything took them for more than a text. None changes a thing when it does not. */
const hostile = [
  `/${encodeURIComponent(script)}`,
  `/login?next=${encodeURIComponent(`"><script>${mark}`)}`,
  `/login?error=${encodeURIComponent(script)}`,
  `/invite/${encodeURIComponent("' or 1=1 --")}`,
];

export const hostileTexts: Check = {
  id: "hostile-texts",
  about: "What becomes of hostile texts in addresses of live pages",
  everyMs: 5 * minuteMs,
  look: async () => {
    const found = await Promise.all(hostile.map(async (path) => ({ path, ...(await knock(path)) })));
    const taken = found.filter(({ status, text }) => status >= 500 || text.includes(`<script>${mark}`));
    return judge(found.length, taken.length, {
      good: `Each of ${found.length} hostile texts was refused or shown as a text.`,
      bad: `${taken.length} of ${found.length} hostile texts came back as code, or broke the page.`,
    });
  },
};

export const malformedRequests: Check = {
  id: "malformed-requests",
  about: "Whether malformed requests are refused before the application sees them",
  everyMs: 5 * minuteMs,
  look: async () => {
    const paths = ["/login%5c..%5coperator", "/login%2f..%2foperator", "/%ff", "/_next/image?url=https://elsewhere.example/"];
    const statuses = await Promise.all(paths.map(async (path) => (await knock(path)).status));
    const taken = statuses.filter((status) => status < 400 || status >= 500).length;
    return judge(paths.length, taken, {
      good: `All of ${paths.length} malformed requests were refused.`,
      bad: `${taken} of ${paths.length} malformed requests were not refused.`,
    });
  },
};

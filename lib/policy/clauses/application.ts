import { headersOfReplies, scriptPolicy } from "@/lib/policy/checks/look-at-headers";
import { foreignPosts } from "@/lib/policy/checks/post-from-elsewhere";
import { hostileTexts } from "@/lib/policy/checks/post-hostile-texts";
import type { Commitment } from "@/lib/policy/control";

const verify = "npm run policy:verify -- --url <this address>";

/** Section 6: the application. */
export const applicationClauses = {
  "6a": {
    mechanism:
      "Every input is read by a schema where it enters, and refused if it does not fit; queries take values as parameters only. Pages are made by a framework that encodes every text that it shows.",
    limits: "A few hostile texts are tried at a few places. The test suite tries many more, at every release.",
    strength: "server",
    outside: `Put <script> into an address or a form. ${verify}`,
    checks: [hostileTexts],
  },
  "6b": {
    mechanism:
      "Each page has a policy of its own with a fresh nonce: no script runs that the server has not marked, none is loaded from elsewhere, and text cannot become code (Trusted Types). Nothing inline is allowed.",
    limits: "It is the browser that enforces it; an old one may know less of it.",
    strength: "browser",
    outside: `curl -si <this address>/login, or a scanner of headers. ${verify}`,
    checks: [scriptPolicy],
  },
  "6c": {
    mechanism:
      "A request that can change something must name our own origin, and a browser's own mark of where it comes from must agree; anything else is refused with 403 before the application sees it. Cookies are SameSite besides.",
    limits: "Links that mail programs follow change nothing by themselves: each asks for a press of a button.",
    strength: "server",
    outside: `curl -X POST -H 'Origin: https://elsewhere.example' <this address>/login answers 403. ${verify}`,
    checks: [foreignPosts],
  },
  "6d": {
    mechanism:
      "One list of headers goes with every reply: pages, redirects, refusals, errors and built files alike. They forbid framing, guessing of types and sending our addresses elsewhere.",
    limits: "They ask browsers; a program that ignores them is not bound.",
    strength: "browser",
    outside: `curl -si <this address>, or a scanner of headers. ${verify}`,
    checks: [headersOfReplies],
  },
} satisfies Record<string, Commitment>;

import { randomBytes } from "node:crypto";
import { hourMs } from "@/lib/base/clock";
import { type Check, fails, holds } from "@/lib/policy/control";

const own = ["ada.lovelace@example.org"];
/** One for each reason to refuse: short, repeated, a row of keys, the account's own, common words, a famous phrase. */
const weak = [
  "Tr0ub4dor&3",
  "aaaaaaaaaaaaaaaaaa",
  "qwertyuiopasdfghjkl",
  "ada.lovelace@example.org",
  "passwordpassword123",
  "correct horse battery staple",
];

export const passwordRules: Check = {
  id: "password-rules",
  about: "Whether weak passwords are refused, and a strong one is not",
  everyMs: hourMs,
  look: async () => {
    // Some tens of megabytes once they are ready: loaded when they are first asked for.
    const [{ judgePassword }, { isListed }] = await Promise.all([
      import("@/lib/passwords/judge-password"),
      import("@/lib/passwords/is-listed"),
    ]);
    const isRefused = (password: string) => judgePassword(password, own).flaw !== null || isListed(password) !== null;
    const taken = weak.filter((password) => !isRefused(password)).length;
    if (taken > 0) return fails(weak.length + 1, `${taken} of ${weak.length} weak passwords would be taken.`);
    if (isRefused(randomBytes(24).toString("base64url"))) return fails(weak.length + 1, "A strong password would be refused.");
    return holds(weak.length + 1, `All of ${weak.length} weak passwords are refused, and a random one is taken.`);
  },
};

import { passwordHashes } from "@/lib/policy/checks/count-hashes";
import { cookieFlags } from "@/lib/policy/checks/look-at-cookies";
import { sessionLimits } from "@/lib/policy/checks/look-at-standing";
import { loginThrottle } from "@/lib/policy/checks/try-logins";
import type { Commitment } from "@/lib/policy/control";

const verify = "npm run policy:verify -- --url <this address>";

/** Section 4: passwords and sessions. */
export const loginClauses = {
  "4a": {
    mechanism:
      "Passwords are hashed with argon2id, 19 MiB and two passes, each with a salt of its own, and hashed anew at the next login when that is raised. The hashes are in a table that the website's role alone can read.",
    limits: "A hash slows guessing down. A password that is used elsewhere, or easy to guess, can still be found.",
    strength: "cryptographic",
    outside: "It cannot be seen from outside. How many hashes there are, and with which parameters, is in the signed evidence.",
    checks: [passwordHashes],
  },
  "4b": {
    mechanism:
      "The session's cookie is HttpOnly, Secure, SameSite=Lax and has the prefix __Host-, so that browsers keep it from scripts, from plain http and from other hosts. It holds nothing but an encrypted id.",
    limits: "Somebody with the member's unlocked device has their cookie too.",
    strength: "browser",
    outside: `curl -si <this address>/api/auth/csrf shows cookies made with the same options. ${verify}`,
    checks: [cookieFlags],
  },
  "4c": {
    mechanism:
      "Each request asks the session's row, which ends 30 minutes after the last act of a person, or after 12 hours in all; 14 and 30 days for who asked to stay signed in, which staff cannot. What has ended answers nothing.",
    limits: "A page that stays open shows what it has loaded until it is reloaded.",
    strength: "database",
    outside: "It needs a login: leave it idle for half an hour, and reload.",
    checks: [sessionLimits],
  },
  "4d": {
    mechanism:
      "Failed logins are counted by account, network and altogether, and each makes the next wait twice as long, up to 15 minutes. A device that the account has used before is counted apart, so that nobody can lock a member out.",
    limits: "Guesses from very many networks at very many accounts are slowed down and noticed, not made impossible.",
    strength: "server",
    outside: `${verify} tries logins for a made-up address until it has to wait.`,
    checks: [loginThrottle],
  },
} satisfies Record<string, Commitment>;

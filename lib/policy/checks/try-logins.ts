import { hourMs, secondMs } from "@/lib/base/clock";
import { type Check, fails, holds } from "@/lib/policy/control";
import { frontDoor, knock } from "@/lib/policy/front-door";
import { type Ask, mostAttempts, tryLogins } from "@/lib/policy/try-logins";

export const loginThrottle: Check = {
  id: "login-throttle",
  about: "Whether failed logins for a made-up address have to wait",
  // Each look costs a handful of failures of this network's share, of which a hundred an hour are forgotten.
  everyMs: hourMs,
  againMs: hourMs / 2,
  mostMs: 60 * secondMs,
  look: async () => {
    const ask: Ask = async (path, question) => {
      const { status, text } = await knock(path, question);
      return { status, body: text };
    };
    const failures = await tryLogins(ask, frontDoor().origin);
    if (failures === null) return fails(mostAttempts, `${mostAttempts} failed logins in a row were each answered at once.`);
    if (failures === 0) return holds(1, "A failed login had to wait at once, after others from the same network.");
    return holds(failures + 1, `After ${failures} failed logins for a made-up address the next one had to wait.`);
  },
};

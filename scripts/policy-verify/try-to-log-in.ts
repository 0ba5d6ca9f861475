import { mostAttempts, tryLogins } from "@/lib/policy/try-logins";
import { fails, holds, type Observation } from "./observation";
import type { Outsider } from "./outsider";

/** Clause 4d: whether a made-up account's failed logins have to wait. */
export async function tryToLogIn({ ask, origin }: Outsider): Promise<Observation[]> {
  try {
    const failures = await tryLogins(ask, origin);
    return [
      failures === null
        ? fails("4d", `${mostAttempts} failures in a row were each answered at once`)
        : holds("4d", `after ${failures} failures the next one had to wait`),
    ];
  } catch (thrown) {
    return [fails("4d", thrown instanceof Error ? thrown.message : String(thrown))];
  }
}

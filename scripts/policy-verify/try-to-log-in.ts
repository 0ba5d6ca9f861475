import { mostAttempts, tryLogins } from "@/lib/policy/try-logins";
import { fails, holds, missed, type Observation } from "./observation";
import type { Outsider } from "./outsider";

/** Clause 4d: whether a made-up account's failed logins have to wait. @throws Error where it could not be tried */
export async function tryToLogIn({ ask, origin }: Outsider): Promise<Observation[]> {
  const failures = await tryLogins(ask, origin);
  if (failures === null) return [fails("4d", `${mostAttempts} failures in a row were each answered at once`)];
  // Nothing of its own was counted then: it shows no more than that somebody waits.
  if (failures === 0) return [missed("4d", "the very first attempt had to wait, as after failures of somebody else in your network")];
  return [holds("4d", `after ${failures} failures the next one had to wait`)];
}

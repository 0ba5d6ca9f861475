import { mostAttempts, tryLogins } from "@/lib/policy/try-logins";
import { fails, holds, type Observation } from "./observation";
import type { Outsider } from "./outsider";

/** Clause 4d: whether a made-up account's failed logins have to wait. @throws Error where it could not be tried */
export async function tryToLogIn({ ask, origin }: Outsider): Promise<Observation[]> {
  const failures = await tryLogins(ask, origin);
  if (failures === null) return [fails("4d", `${mostAttempts} failures in a row were each answered at once`)];
  if (failures === 0) return [holds("4d", "an attempt had to wait at once, after failures from your network before")];
  return [holds("4d", `after ${failures} failures the next one had to wait`)];
}

import { AppError } from "@/lib/base/errors";
import { edgeSettings } from "@/lib/edge/edge-settings";
import { makeLimiter } from "@/lib/edge/limits";
import type { Limiter } from "@/lib/edge/local-limiter";

/** More than a person does by hand, with room for one who fills in form after form. */
const pace = { most: 120, windowSeconds: 60 };
let limit: Limiter | null = null;

/**
 * Counts one change by a member, whichever network it comes from.
 * @throws AppError too_many with `retryAfterSeconds`
 */
export async function limitMember(accountId: string): Promise<void> {
  limit ??= makeLimiter("member", pace, edgeSettings().store);
  const verdict = await limit(accountId);
  if (!verdict.allowed) throw new AppError("too_many", { retryAfterSeconds: String(verdict.retryAfterSeconds) });
}

import { transaction } from "@/db/client";
import { listLinesAbout } from "@/db/queries/access-lines";

/** One opening of a sealed login by the worker: when, for which platform and job, why. */
export interface Opening {
  id: string;
  at: Date;
  platform: string;
  job: string;
  reason: string;
}

const perPage = 20;

/**
 * The openings of a member's sealed logins, newest first, a page at a time; `before` is the opening that the page before ended with.
 * They are lines of the access log, which nobody can change.
 */
export async function readOpenings(accountId: string, before: string | null): Promise<{ openings: Opening[]; next: string | null }> {
  const lines = await transaction({ kind: "member", accountId }, (tx) =>
    listLinesAbout(tx, accountId, ["credential.open"], perPage + 1, before ?? undefined),
  );
  const openings = lines.slice(0, perPage).map(({ id, at, actor, reason, facts }) => ({
    id,
    at,
    platform: String(facts.platform ?? ""),
    job: actor.replace(/^system:/, ""),
    reason,
  }));
  return { openings, next: lines.length > perPage ? (openings.at(-1)?.id ?? null) : null };
}

import { transaction } from "@/db/client";
import { listLines } from "@/db/queries/access-lines";

/** Who touched a member's data: themselves, whoever named their account without a session, staff, someone at the host, or the service by itself. */
export type AccessBy = "you" | "link" | "staff" | "host" | "service";

/** One line of the access log about a member, as they read it. The staff's ids stay out of it. */
export interface LoggedAccess {
  id: string;
  at: Date;
  by: AccessBy;
  act: string;
  /** Why, as a code. */
  reason: string;
}

const perPage = 40;

const kinds: Record<string, AccessBy> = { member: "you", claimed: "link", staff: "staff", host: "host" };
const byOf = (actor: string): AccessBy => kinds[actor.slice(0, Math.max(0, actor.indexOf(":")))] ?? "service";

/**
 * The lines of the access log about an account, newest first, a page at a time; `before` is the line that the page before ended with.
 * With `people: "staff"` only what staff and the operator at the host read or changed, with the member's leave or without.
 */
export async function readAccessLog(
  accountId: string,
  { people, before }: { people: "all" | "staff"; before: string | null },
): Promise<{ lines: LoggedAccess[]; next: string | null }> {
  const found = await transaction({ kind: "member", accountId }, (tx) =>
    listLines(tx, accountId, { limit: perPage + 1, staffOnly: people === "staff", before }),
  );
  const lines = found.slice(0, perPage).map(({ id, at, actor, act, reason }) => ({ id, at, by: byOf(actor), act, reason }));
  return { lines, next: found.length > perPage ? (lines.at(-1)?.id ?? null) : null };
}

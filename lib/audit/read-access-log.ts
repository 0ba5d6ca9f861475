import { transaction } from "@/db/client";
import { accessKeysOf } from "@/db/queries/access-keys";
import { type AccessLine, listLines } from "@/db/queries/access-lines";
import { openPersonal, sealedUnder } from "@/lib/audit/seal-personal";

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
  /** From where, for what was done in the account's own name: an IPv4 /24 or IPv6 /48. Null where that is not known, or is another's to know. */
  network: string | null;
}

const perPage = 40;

const kinds: Record<string, AccessBy> = { member: "you", claimed: "link", staff: "staff", host: "host" };
const byOf = (actor: string): AccessBy => kinds[actor.slice(0, Math.max(0, actor.indexOf(":")))] ?? "service";

/** From where a line says that the account itself acted; null where another did, where it is not said, and without the account's key. */
export function openOwn(accountId: string, key: Buffer | null, { id, actor, personal }: Pick<AccessLine, "id" | "actor" | "personal">) {
  return personal && key && sealedUnder(actor) === accountId ? openPersonal(key, id, personal).network : null;
}

/**
 * The lines of the access log about an account, newest first, a page at a time; `before` is the line that the page before ended with.
 * With `people: "staff"` only what staff and the operator at the host read or changed, with the member's leave or without.
 */
export async function readAccessLog(
  accountId: string,
  { people, before }: { people: "all" | "staff"; before: string | null },
): Promise<{ lines: LoggedAccess[]; next: string | null }> {
  const { found, key } = await transaction({ kind: "member", accountId }, async (tx) => ({
    found: await listLines(tx, accountId, { limit: perPage + 1, staffOnly: people === "staff", before }),
    key: (await accessKeysOf(tx, [accountId])).get(accountId) ?? null,
  }));
  const lines = found.slice(0, perPage).map(({ id, at, actor, act, reason, personal }) => {
    return { id, at, by: byOf(actor), act, reason, network: openOwn(accountId, key, { id, actor, personal }) };
  });
  return { lines, next: found.length > perPage ? (lines.at(-1)?.id ?? null) : null };
}

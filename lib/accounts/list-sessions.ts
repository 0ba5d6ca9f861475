import { transaction } from "@/db/client";
import { listLiving } from "@/db/queries/sessions";
import type { Session } from "@/lib/accounts/read-session";
import { now } from "@/lib/base/clock";

export type ListedSession = {
  id: string;
  /** "Firefox on Linux" */
  device: string;
  /** An IPv4 address, or the /64 of an IPv6 one. */
  network: string;
  firstSeen: Date;
  /** True to the minute. */
  lastSeen: Date;
  /** Whether it is the one that asks. */
  isThis: boolean;
};

/** The account's living sessions, the one that asks first, then the one last seen first (clause 10d, ASVS 7.5.2). */
export async function listSessions({ id, accountId }: Pick<Session, "id" | "accountId">): Promise<ListedSession[]> {
  const rows = await transaction({ kind: "member", accountId }, (tx) => listLiving(tx, accountId, now()));
  const listed = rows.map((row) => ({
    id: row.id,
    device: row.device,
    network: row.network,
    firstSeen: row.createdAt,
    lastSeen: row.seenAt,
    isThis: row.id === id,
  }));
  return listed.toSorted((one, other) => Number(other.isThis) - Number(one.isThis));
}

import { createHash, randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { deleteBusyFeed, putBusyFeed, readBusyFeed } from "@/db/queries/busy-feeds";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, later, now } from "@/lib/base/clock";
import { publicUrl } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { writeBusyFeed } from "@/lib/schedule/write-busy-feed";

const daysBack = 30;
const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/**
 * Makes the address at which a member's taken times can be read. Its token is 256 random bits, and only a hash of it is kept, so this is
 * the one time that the address can be shown.
 * @param replace whether it may take the place of one that was made before, which then answers no more
 * @throws AppError invalid_input with `field` "replace" when there is one that it may not replace
 */
export async function makeBusyFeed(accountId: string, { replace = false }: { replace?: boolean } = {}): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await transaction({ kind: "member", accountId }, async (tx) => {
    const isPut = await putBusyFeed(tx, { accountId, tokenHash: hashOf(token), madeAt: now() }, { replace });
    if (!isPut) throw new AppError("invalid_input", { field: "replace" });
    await recordAccess(tx, { act: "busy-feed.make", object: `schedule:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
  return new URL(`/calendar/${token}`, publicUrl()).href;
}

/** From now on the address answers like one that never was. */
export async function revokeBusyFeed(accountId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await deleteBusyFeed(tx, accountId);
    await recordAccess(tx, { act: "busy-feed.revoke", object: `schedule:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}

/**
 * The calendar at an address: when its owner is taken, and nothing of why. Null for a token that is unknown, revoked, or whose account is
 * not active; the same is done for each of them.
 */
export async function busyFeedFor(token: string): Promise<string | null> {
  const taken = await transaction({ kind: "visitor" }, (tx) => readBusyFeed(tx, hashOf(token), later(now(), -daysBack * dayMs)));
  return taken && writeBusyFeed(taken);
}

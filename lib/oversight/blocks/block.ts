import { actorOf, type Tx, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { hasStaffWithin, insertBlock } from "@/db/queries/blocks";
import { lockStaff } from "@/db/queries/members";
import { isExclusionViolation } from "@/db/violations";
import { endSessions } from "@/lib/accounts/end-sessions";
import { requirePermission } from "@/lib/accounts/require-permission";
import { keepAnOwner, refuseOwnStanding } from "@/lib/accounts/set-role";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { hourMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { isWithin, parseAddress, parseNetwork } from "@/lib/base/network";
import { queueMail } from "@/lib/notices/queue-mail";
import type { BlockReason } from "@/lib/oversight/blocks/reasons";

export type BlockTarget = { network: string } | { accountId: string };
export type Blocking = {
  target: BlockTarget;
  reason: BlockReason;
  /** 1 to 720. */
  hours: number;
  /** The address of whoever asks, so that they do not shut themselves out; null on the host and in jobs. */
  from: string | null;
};

/** Wider ones take in whole providers, and with them people who have done nothing. */
const widest = { ipv4: 16, ipv6: 32 };
const longestHours = 720;

/**
 * Shuts a network or an account out for a time (clauses 5b and 8a). A network's requests are refused at web's entry within seconds, but
 * for messages that Stripe and platforms sign. An account's sessions end at once and nobody logs in to it; what the service does for it
 * goes on, since that is what a suspension ends. Lifts itself when its time is over.
 * @param actor staff with blocks.write, or someone on the host.
 * @returns the block's id
 * @throws AppError forbidden; not_found; invalid_input with `field` network or hours and `reason` not_a_network or too_wide; conflict with
 *   `reason` own_network, staff_within, own_standing, last_owner, owner_only or blocked_already.
 */
export async function block(actor: Actor, blocking: Blocking): Promise<string> {
  try {
    return await transaction(actor, (tx) => addBlock(tx, actor, blocking));
  } catch (thrown) {
    const isTwice = isExclusionViolation(thrown, "blocks_network_once") || isExclusionViolation(thrown, "blocks_account_once");
    throw isTwice ? new AppError("conflict", { reason: "blocked_already" }) : thrown;
  }
}

/** The same in the caller's transaction, which a block that stands already fails. */
export async function addBlock(tx: Tx, actor: Actor, { target, reason, hours, from }: Blocking): Promise<string> {
  await requirePermission(tx, actor, "blocks.write");
  if (!Number.isInteger(hours) || hours < 1 || hours > longestHours) throw new AppError("invalid_input", { field: "hours" });
  const until = later(now(), hours * hourMs);
  const row = { reason, madeBy: await actorOf(tx), until };
  if ("network" in target) {
    const network = await requireNetwork(tx, target.network, from);
    const id = await insertBlock(tx, { ...row, network, accountId: null });
    await recordAccess(tx, { act: "block.add", object: `block:${id}`, subject: null, reason, facts: { hours } });
    return id;
  }
  const { accountId } = target;
  await requireAccount(tx, actor, accountId);
  const sessions = await endSessions(tx, accountId, "blocked");
  const id = await insertBlock(tx, { ...row, network: null, accountId });
  await queueMail(tx, { template: "account-blocked", accountId, facts: { reason, until: until.toISOString() } });
  await recordAccess(tx, { act: "block.add", object: `block:${id}`, subject: accountId, reason, facts: { hours, sessions } });
  return id;
}

async function requireNetwork(tx: Tx, given: string, from: string | null): Promise<string> {
  const network = parseNetwork(given);
  if (!network) throw new AppError("invalid_input", { field: "target", reason: "not_a_network" });
  const { cidr, bits, isIPv4 } = network;
  if (bits < (isIPv4 ? widest.ipv4 : widest.ipv6)) throw new AppError("invalid_input", { field: "target", reason: "too_wide" });
  const own = from === null ? null : parseAddress(from);
  if (own && isWithin(own, cidr)) throw new AppError("conflict", { reason: "own_network" });
  if (await hasStaffWithin(tx, cidr)) throw new AppError("conflict", { reason: "staff_within" });
  return cidr;
}

/** Under the lock of staff's standing, so that two owners who block each other at once do not both succeed. */
async function requireAccount(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  await lockStaff(tx);
  const account = await findAccount(tx, accountId);
  if (!account || account.state === "erased") throw new AppError("not_found");
  refuseOwnStanding(actor, accountId);
  await keepAnOwner(tx, account);
  if (account.role === "owner" && !(await isOwnersOrHost(tx, actor))) throw new AppError("conflict", { reason: "owner_only" });
}

async function isOwnersOrHost(tx: Tx, actor: Actor): Promise<boolean> {
  if (actor.kind !== "staff") return true;
  return (await findAccount(tx, actor.staffId))?.role === "owner";
}

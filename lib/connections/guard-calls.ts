import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { PlatformSession } from "@/lib/platforms/contract";

/** Thrown in the place of a call for an account that is active no longer: the platform was not asked. */
export class AccountStopped extends Error {}

/** @throws AccountStopped unless the account is active at this moment. */
export async function requireActive(accountId: string): Promise<void> {
  const account = await transaction({ kind: "system", job: "guard-calls", accountId }, (tx) => findAccount(tx, accountId));
  if (account?.state !== "active") throw new AccountStopped();
}

/**
 * A login that looks at the account before each call, so that a suspension or termination which has been committed stops what is in flight
 * before its next call (clause 0.3). One thing goes on: once an order was asked for, it is read back, or the request taken back, since what
 * became the member's through us has to be known and charged.
 * @param asked whether an order was asked for before.
 */
export function guardCalls(session: PlatformSession, accountId: string, asked: boolean): PlatformSession {
  let settling = asked;
  const first = () => requireActive(accountId);
  const unlessSettling = async () => {
    if (!settling) await first();
  };
  const ask = async () => {
    await first();
    settling = true;
  };
  return {
    userId: session.userId,
    expiresAt: session.expiresAt,
    listOffers: (options) => first().then(() => session.listOffers(options)),
    listAssigned: () => first().then(() => session.listAssigned()),
    readOrder: (id) => unlessSettling().then(() => session.readOrder(id)),
    acceptRouted: (id) => ask().then(() => session.acceptRouted(id)),
    requestOrder: (id, window, expiresAt) => ask().then(() => session.requestOrder(id, window, expiresAt)),
    withdrawRequest: (id, requestId) => unlessSettling().then(() => session.withdrawRequest(id, requestId)),
  };
}

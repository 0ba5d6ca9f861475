import { type Tx, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { PlatformSession } from "@/lib/platforms/contract";

/** Thrown in the place of a call for an account that is stopped, with why as a code: the platform was not asked. */
export class AccountStopped extends Error {
  readonly because: string;
  constructor(because: string) {
    super(because);
    this.because = because;
  }
}

/** What else stops an account, as a code; null when nothing does. Nouns above this one know of it, such as of an unpaid plan. */
export type StopCheck = (tx: Tx, accountId: string) => Promise<string | null>;

/** @throws AccountStopped unless the account is active at this moment, and nothing else stops it. */
export async function requireGoing(accountId: string, stopOf: StopCheck): Promise<void> {
  const stop = await transaction({ kind: "system", job: "guard-calls", accountId }, async (tx) =>
    (await findAccount(tx, accountId))?.state === "active" ? await stopOf(tx, accountId) : "account_suspended",
  );
  if (stop !== null) throw new AccountStopped(stop);
}

/**
 * A login that looks at the account before each call, so that a suspension or termination which has been committed, or a plan that was found
 * unpaid or over, stops what is in flight before its next call (clause 0.3). One thing goes on: once an order was asked for, it is read back,
 * or the request taken back, since what became the member's through us has to be known and charged.
 * @param asked whether an order was asked for before.
 */
export function guardCalls(
  session: PlatformSession,
  accountId: string,
  { asked, stopOf }: { asked: boolean; stopOf: StopCheck },
): PlatformSession {
  let settling = asked;
  const first = () => requireGoing(accountId, stopOf);
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

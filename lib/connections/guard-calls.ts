import { type Tx, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { ConnectionRow } from "@/db/queries/connections";
import { isPlatformStopped } from "@/db/queries/stops";
import { PlatformError, type PlatformSession } from "@/lib/platforms/contract";

/** Thrown in the place of a call for an account that is stopped, with why as a code: the platform was not asked. */
export class AccountStopped extends Error {
  readonly because: string;
  constructor(because: string) {
    super(because);
    this.because = because;
  }
}

/** How soon a job that staff have stopped looks again. */
export const stoppedSeconds = 60;

/** Thrown in the place of a call to a platform that staff have stopped, or have frozen the vault for: the platform was not asked, and may be later. */
export class CallStopped extends PlatformError {
  constructor() {
    super("unavailable", stoppedSeconds);
  }
}

/** What else stops an account, as a code; null when nothing does. Nouns above this one know of it, such as of an unpaid plan or a member's pause. */
export type StopCheck = (tx: Tx, accountId: string) => Promise<string | null>;
type Called = Pick<ConnectionRow, "accountId" | "platform">;

const actorFor = (accountId: string) => ({ kind: "system", job: "guard-calls", accountId }) as const;

/** @throws CallStopped while staff have stopped calls to the platform, or to all. */
export async function requireOpen({ accountId, platform }: Called): Promise<void> {
  if (await transaction(actorFor(accountId), (tx) => isPlatformStopped(tx, platform))) throw new CallStopped();
}

/**
 * @throws AccountStopped unless the account is active at this moment, and nothing else stops it.
 * @throws CallStopped while staff have stopped calls to the platform, or to all.
 */
export async function requireGoing({ accountId, platform }: Called, stopOf: StopCheck): Promise<void> {
  await transaction(actorFor(accountId), async (tx) => {
    const asked = [findAccount(tx, accountId), stopOf(tx, accountId), isPlatformStopped(tx, platform)] as const;
    const [account, because, isStopped] = await Promise.all(asked);
    if (account?.state !== "active") throw new AccountStopped("account_suspended");
    if (because !== null) throw new AccountStopped(because);
    if (isStopped) throw new CallStopped();
  });
}

/**
 * A login that looks at the account and the platform before each call, so that a suspension or termination which has been committed, a plan that
 * was found unpaid or over, or a stop of the platform stops what is in flight before its next call (clauses 0.3 and 8a). One thing goes on
 * for an account that is stopped: once an order was asked for, it is read back, or the request taken back, since what became the member's
 * through us has to be known and charged. On a platform that is stopped that waits too.
 * @param asked whether an order was asked for before.
 */
export function guardCalls(
  session: PlatformSession,
  of: Called,
  { asked, stopOf }: { asked: boolean; stopOf: StopCheck },
): PlatformSession {
  let settling = asked;
  const first = () => requireGoing(of, stopOf);
  const unlessSettling = () => (settling ? requireOpen(of) : first());
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

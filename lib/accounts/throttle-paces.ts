import type { Pace } from "@/db/queries/throttles";

/** What attempts of one kind may cost; null where nothing of that sort is counted. */
export type Paces = {
  /** Attempts on one account, or on one address that has none. */
  account: Pace | null;
  /** Attempts from a browser in which the account has logged in before: counted alone, in the place of all others. */
  device: Pace | null;
  /** Attempts from one IPv4 address or one IPv6 /64: many people can share it, so it may fail more often. */
  network: Pace | null;
  /** Attempts from one IPv6 /48, of which one customer may hold every /64. */
  site: Pace | null;
  /** Attempts from everywhere, bar recognised devices. */
  everyone: Pace | null;
};

const quarterHour = 900;
const guesses: Pace = { free: 5, drainSeconds: 3_600, longestSeconds: quarterHour };
const ownGuesses: Pace = { free: 10, drainSeconds: 3_600, longestSeconds: quarterHour };
const crowd = {
  network: { free: 100, drainSeconds: 36, longestSeconds: quarterHour },
  site: { free: 400, drainSeconds: 9, longestSeconds: quarterHour },
};
const few = {
  network: { free: 30, drainSeconds: 120, longestSeconds: quarterHour },
  site: { free: 120, drainSeconds: 30, longestSeconds: quarterHour },
};
/** Waits short, since who waits here is mostly not who caused it. */
const storm: Pace = { free: 1_000, drainSeconds: 3, longestSeconds: 2 };

/** Every kind of attempt that is throttled, and how. */
export const paces = {
  login: { account: guesses, device: ownGuesses, ...crowd, everyone: storm },
  factor: { account: guesses, device: ownGuesses, ...crowd, everyone: storm },
  /** Proving the password again, within a session. */
  "verify-password": { account: guesses, device: ownGuesses, ...crowd, everyone: null },
  /** A signature cannot be guessed: only the work is bounded, and nobody can use it up for somebody else. */
  passkey: { account: null, device: ownGuesses, ...crowd, everyone: null },
  /** Redeeming: links are signed, so what is bounded is the judging and hashing of passwords by who holds one. */
  invite: { account: { free: 20, drainSeconds: 180, longestSeconds: 60 }, device: null, ...few, everyone: null },
  /** Setting a password by a mailed link: the same. */
  "reset-use": { account: { free: 20, drainSeconds: 180, longestSeconds: 60 }, device: null, ...few, everyone: null },
  /** Asking for mail, for oneself or for somebody else. */
  "invite-ask": { account: guesses, device: null, ...few, everyone: { free: 200, drainSeconds: 18, longestSeconds: 60 } },
  /** Reporting a vulnerability or a suspected access, by anybody: what is bounded is how much staff are given to read. */
  report: {
    account: null,
    device: null,
    network: { free: 10, drainSeconds: 360, longestSeconds: quarterHour },
    site: { free: 40, drainSeconds: 90, longestSeconds: quarterHour },
    everyone: { free: 200, drainSeconds: 18, longestSeconds: 60 },
  },
  reset: { account: guesses, device: null, ...few, everyone: storm },
  "email-change": { account: guesses, device: null, ...few, everyone: null },
} satisfies Record<string, Paces>;

export type ThrottleScope = keyof typeof paces;

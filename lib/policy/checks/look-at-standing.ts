import { countLeftAccess, countOverpaidRefunds, countSessions } from "@/db/queries/looks";
import { kept } from "@/lib/accounts/session-limits";
import { minuteMs, now } from "@/lib/base/clock";
import { type Check, counted, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

export const endedAccess: Check = {
  id: "ended-access",
  about: "What suspended and ended accounts can still use",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { accounts, sessions, connections } = await inDatabase((tx) => countLeftAccess(tx, now()));
    if (accounts === 0) return unknown("No account has been suspended or ended yet.");
    return judge(accounts, sessions + connections, {
      good: `None of ${counted(accounts, "suspended or ended account")} has a living session left, and none that has ended a connection.`,
      bad: `${counted(sessions, "session")} of suspended or ended accounts and ${counted(connections, "connection")} of ended ones are still alive.`,
    });
  },
};

export const refundsWithinPaid: Check = {
  id: "refunds-within-paid",
  about: "What the service has given back of every invoice against what was paid",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { invoices, over } = await inDatabase(countOverpaidRefunds);
    if (invoices === 0) return unknown("Nothing has been refunded yet.");
    return judge(invoices, over, {
      good: `Of each of ${counted(invoices, "invoice")} with a refund the service gave back no more than was paid.`,
      bad: `Of ${counted(over, "invoice")} the service gave back more than was paid.`,
    });
  },
};

export const sessionLimits: Check = {
  id: "session-limits",
  about: "The limits of every living session",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { sessions, beyond } = await inDatabase((tx) => countSessions(tx, now(), kept));
    if (sessions === 0) return unknown("Nobody is logged in at the moment.");
    return judge(sessions, beyond, {
      good: `Each of ${counted(sessions, "living session")} ends by itself within its limits.`,
      bad: `${beyond} of ${counted(sessions, "living session")} could live longer than any may.`,
    });
  },
};

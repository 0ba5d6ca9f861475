import { countUninvited } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { statusOf } from "@/lib/base/errors";
import { type Check, counted, fails, holds, judge, unknown } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";
import { inDatabase } from "@/lib/policy/looker";
import { isLoginOpen } from "@/lib/policy/tell-refusal";

export const invitedAccounts: Check = {
  id: "invited-accounts",
  about: "Every account against the invite that it redeemed",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { accounts, uninvited } = await inDatabase(countUninvited);
    return judge(accounts, uninvited, {
      good: `Each of ${counted(accounts, "account")} has redeemed an invite.`,
      bad: `${counted(uninvited, "account")} of ${accounts} without a redeemed invite.`,
    });
  },
};

export const closedDoor: Check = {
  id: "closed-door",
  about: "Whether an invite that was never made lets anybody in",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { status, text } = await knock("/invite/control.1.AAAA");
    if (text.includes('name="password"')) return fails(1, "A made-up invite link was shown the form for joining.");
    if (!(await isLoginOpen())) return unknown("The page to log in is not open either.");
    if (status !== statusOf.dead_link)
      return unknown(
        `A made-up invite link was answered with status ${status}, and one that does not count is with ${statusOf.dead_link}.`,
      );
    return holds(1, `A made-up invite link was shown the page of links that do not count (status ${status}).`);
  },
};

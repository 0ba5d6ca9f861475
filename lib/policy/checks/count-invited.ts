import { countUninvited } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { type Check, counted, fails, holds, judge } from "@/lib/policy/control";
import { knock } from "@/lib/policy/front-door";
import { inDatabase } from "@/lib/policy/looker";

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
    const hasForm = /name="password"/.test(text);
    if (hasForm) return fails(1, "A made-up invite link was shown the form for joining.");
    return status < 500
      ? holds(1, `A made-up invite link was refused (status ${status}).`)
      : { result: "unknown", looked: 0, seen: `The website answered with status ${status}.` };
  },
};

import { roles } from "@/lib/accounts/permissions";
import { accountIdOf } from "@/lib/accounts/read-member";
import { resetFactorsOnHost } from "@/lib/accounts/reset-factors";
import { setRole } from "@/lib/accounts/set-role";
import { AppError } from "@/lib/base/errors";
import { reinstateMember } from "@/lib/membership/reinstate-member";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { type Command, minute } from "@/scripts/operator/command";

/** What is done to accounts on the host: the first owner comes about here, and only here. */
export const accountCommands = {
  role: {
    takes: ["email", "role or none"],
    does: "give an account a staff role; its sessions end",
    run: async (actor, email, wanted) => {
      const role = roles.find((known) => known === wanted) ?? null;
      if (role === null && wanted !== "none") throw new AppError("invalid_input", { field: "role" });
      await setRole(actor, await accountIdOf(actor, email), role);
      if (role === null) return `${email} is no longer staff.`;
      return `${email} now has the role ${role}. Its pages open once the account has a second factor.`;
    },
  },
  suspend: {
    takes: ["email"],
    does: "suspend a member: sessions end, nothing is accepted",
    run: async (actor, email) => {
      await suspendMember(actor, await accountIdOf(actor, email), "asked_on_host");
      return `${email} is suspended. To end that: npm run operator -- reinstate ${email}`;
    },
  },
  reinstate: {
    takes: ["email"],
    does: "end a suspension",
    run: async (actor, email) => {
      await reinstateMember(actor, await accountIdOf(actor, email));
      return `${email} can log in again.`;
    },
  },
  terminate: {
    takes: ["email"],
    does: "end a membership for good: keys are destroyed",
    run: async (actor, email) => {
      await terminateMember(actor, await accountIdOf(actor, email), "asked_on_host");
      return `The membership of ${email} has ended. The worker destroys the keys of its connections now.`;
    },
  },
  "reset-factors": {
    takes: ["email"],
    does: "remove an account's lost factors, a day from now",
    run: async (actor, email) => {
      const { effectiveAt } = await resetFactorsOnHost(actor, await accountIdOf(actor, email));
      return `From ${minute(effectiveAt)} on, a login of ${email} with the password removes its factors.\nThe account and every owner are told by mail; an owner can cancel it under /operator/resets.`;
    },
  },
} satisfies Record<string, Command>;

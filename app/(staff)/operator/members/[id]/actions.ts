"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formatMoney } from "@/app/_ui/money";
import { askFactorReset } from "@/lib/accounts/reset-factors";
import { askRefund } from "@/lib/billing/ask-refund";
import { refundReasons } from "@/lib/billing/refund-reasons";
import { standingReasons } from "@/lib/membership/reasons";
import { reinstateMember } from "@/lib/membership/reinstate-member";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const member = z.object({ member: z.uuid() });
/** Dollars as they are typed, in cents. */
const amountCents = z
  .string()
  .trim()
  .regex(/^\$?\d{1,3}(\.\d{1,2})?$/, "Enter an amount in dollars, such as 5 or 4.67.")
  .transform((text) => Math.round(Number(text.replace("$", "")) * 100))
  .refine((cents) => cents > 0, "Enter more than nothing.");
const withReason = member.extend({ reason: z.enum(standingReasons, "Choose why.") });

export const suspend = staffAction(
  "members.suspend",
  withReason,
  async (staff, given) => {
    await suspendMember(staffActor(staff), given.member, given.reason);
    return { status: "done", message: "Suspended. Every session has ended, and nothing is accepted for them." };
  },
  { fresh: true },
);

export const reinstate = staffAction(
  "members.suspend",
  member,
  async (staff, given) => {
    await reinstateMember(staffActor(staff), given.member);
    return { status: "done", message: "The suspension has ended. They can log in again." };
  },
  { fresh: true },
);

export const terminate = staffAction(
  "members.terminate",
  withReason.extend({ sure: z.literal("yes", "Tick this to end the membership for good.") }),
  async (staff, given) => {
    await terminateMember(staffActor(staff), given.member, given.reason);
    return {
      status: "done",
      message: "The membership has ended. Its keys are being destroyed, its plan ends, and what is not billed yet comes on a last invoice.",
    };
  },
  { fresh: true },
);

export const refund = staffAction(
  "refunds.write",
  member.extend({ id: z.uuid(), amount: amountCents, reason: z.enum(refundReasons, "Choose why.") }),
  async (staff, given) => {
    await askRefund(staffActor(staff), { id: given.id, accountId: given.member, amountCents: given.amount, reason: given.reason });
    return { status: "done", message: `${formatMoney(given.amount)} goes back to the card. Load the page again to see when it has.` };
  },
  { fresh: true },
);

export const askReset = staffAction(
  "factors.reset",
  member,
  async (staff, given) => {
    await askFactorReset(staffActor(staff), given.member);
    redirect("/operator/resets");
  },
  { fresh: true },
);

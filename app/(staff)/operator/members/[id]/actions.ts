"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { askFactorReset } from "@/lib/accounts/reset-factors";
import { standingReasons } from "@/lib/membership/reasons";
import { reinstateMember } from "@/lib/membership/reinstate-member";
import { suspendMember } from "@/lib/membership/suspend-member";
import { terminateMember } from "@/lib/membership/terminate-member";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const member = z.object({ member: z.uuid() });
const withReason = member.extend({ reason: z.enum(standingReasons, "Choose why.") });

export const suspend = staffAction("members.suspend", withReason, async (staff, given) => {
  await suspendMember(staffActor(staff), given.member, given.reason);
  return { status: "done", message: "Suspended. Every session has ended, and nothing is accepted for them." };
});

export const reinstate = staffAction("members.suspend", member, async (staff, given) => {
  await reinstateMember(staffActor(staff), given.member);
  return { status: "done", message: "The suspension has ended. They can log in again." };
});

export const terminate = staffAction(
  "members.terminate",
  withReason.extend({ sure: z.literal("yes", "Tick this to end the membership for good.") }),
  async (staff, given) => {
    await terminateMember(staffActor(staff), given.member, given.reason);
    return { status: "done", message: "The membership has ended. The keys of its connections are being destroyed." };
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

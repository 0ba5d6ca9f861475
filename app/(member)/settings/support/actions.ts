"use server";

import { z } from "zod";
import { giveSupportLeave, revokeSupportLeave } from "@/lib/accounts/give-support-leave";
import { memberAction } from "@/lib/web/action";

export const giveLeave = memberAction(z.object({ length: z.enum(["hour", "day", "week"], "Choose how long.") }), async (member, given) => {
  await giveSupportLeave(member.accountId, given.length);
  return { status: "done", message: "Support may look now. Each look appears below." };
});

export const takeLeaveBack = memberAction(z.object({}), async (member) => {
  await revokeSupportLeave(member.accountId);
  return { status: "done", message: "Support can no longer look." };
});

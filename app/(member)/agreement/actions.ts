"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { agreeAnew } from "@/lib/terms/agreement";
import { memberAction } from "@/lib/web/action";

const agreeing = z.object({
  policyVersion: z.string().max(40),
  monthlyCents: z.coerce.number().int(),
  unitCents: z.coerce.number().int(),
  agreed: z.literal("on", "Tick this if you agree. Without it the automation stays stopped."),
});

/** Agrees to the version and prices that the page showed. When they changed meanwhile, the page is shown anew. */
export const agree = memberAction(agreeing, async (member, { agreed: _, ...shown }) => {
  try {
    await agreeAnew(member.accountId, shown);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.facts.reason === "terms_changed") redirect("/agreement?changed=1");
    throw thrown;
  }
  redirect("/agreement?agreed=1");
});

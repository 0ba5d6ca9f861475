"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { requestErasure } from "@/lib/membership/request-erasure";
import { memberAction } from "@/lib/web/action";
import { logOutHere } from "@/lib/web/log-in";

const deleting = z.object({ email: z.string().max(1_000) });

/** Deletes the member's account for good, once they have typed its address. */
export const deleteAccount = memberAction(
  deleting,
  async (member, { email }) => {
    try {
      await requestErasure(member, email);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.facts.field !== "email") throw thrown;
      throw new AppError("invalid_input", { fields: JSON.stringify({ email: "Type the address of this account. Nothing was deleted." }) });
    }
    await logOutHere();
    redirect("/erased");
  },
  { fresh: true },
);

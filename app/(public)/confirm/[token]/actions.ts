"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { confirmEmail } from "@/lib/accounts/confirm-email";
import { AppError } from "@/lib/base/errors";
import { publicAction } from "@/lib/web/action";
import { currentSession } from "@/lib/web/session";

/** Gives the account its new address. A link that died meanwhile shows its page. */
export const confirmAddress = publicAction(z.object({ token: z.string().max(200) }), async ({ token }) => {
  try {
    await confirmEmail(token, await currentSession());
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "dead_link") redirect(`/confirm/${encodeURIComponent(token)}`);
    throw thrown;
  }
  redirect("/confirm/done");
});

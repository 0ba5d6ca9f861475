"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { passwordRefusal } from "@/app/_ui/refuse-password";
import { resetPassword } from "@/lib/accounts/reset-password";
import { AppError } from "@/lib/base/errors";
import { publicAction } from "@/lib/web/action";

const choosing = z.object({ token: z.string().max(200), password: z.string().min(1, "Choose a password.") });

/** Sets the password of the link's account. A link that died meanwhile shows its page. */
export const setNewPassword = publicAction(choosing, async ({ token, password }) => {
  try {
    await resetPassword(token, password);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "dead_link") redirect(`/reset/${encodeURIComponent(token)}`);
    throw passwordRefusal(thrown);
  }
  redirect("/reset/done");
});

"use server";

import { z } from "zod";
import { passwordRefusal } from "@/app/_ui/refuse-password";
import { resetPassword } from "@/lib/accounts/reset-password";
import { publicAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { followLink, linkForm } from "@/lib/web/follow-link";

const choosing = linkForm.extend({ password: z.string().min(1, "Choose a password.") });

/** Sets the password of the link's account. */
export const setNewPassword = publicAction(choosing, async ({ token, password }) => {
  const from = await client();
  const use = () =>
    resetPassword(token, password, from).catch((thrown: unknown) => {
      throw passwordRefusal(thrown);
    });
  return await followLink("/reset", token, use);
});

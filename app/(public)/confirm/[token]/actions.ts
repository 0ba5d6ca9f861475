"use server";

import { confirmEmail } from "@/lib/accounts/confirm-email";
import { publicAction } from "@/lib/web/action";
import { followLink, linkForm } from "@/lib/web/follow-link";
import { currentSession } from "@/lib/web/session";

/** Gives the account its new address. */
export const confirmAddress = publicAction(linkForm, async ({ token }) => {
  const here = await currentSession();
  return await followLink("/confirm", token, () => confirmEmail(token, here));
});

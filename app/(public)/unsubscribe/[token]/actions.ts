"use server";

import { redirect } from "next/navigation";
import { unsubscribe } from "@/lib/accounts/unsubscribe";
import { publicAction } from "@/lib/web/action";
import { linkForm } from "@/lib/web/follow-link";

/** Stops the kind of mail that the link names, and says so. */
export const stopMail = publicAction(linkForm, async ({ token }) => {
  await unsubscribe(token);
  redirect("/unsubscribe/done");
});

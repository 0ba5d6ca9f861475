"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { undoEmail } from "@/lib/accounts/undo-email";
import { AppError } from "@/lib/base/errors";
import { publicAction } from "@/lib/web/action";

/** Gives the account its earlier address back. A link that died meanwhile shows its page. */
export const takeBack = publicAction(z.object({ token: z.string().max(200) }), async ({ token }) => {
  try {
    await undoEmail(token);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "dead_link") redirect(`/undo/${encodeURIComponent(token)}`);
    throw thrown;
  }
  redirect("/undo/done");
});

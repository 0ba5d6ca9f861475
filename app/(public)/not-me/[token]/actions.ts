"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { reportNotMe } from "@/lib/oversight/report-not-me";
import { publicAction } from "@/lib/web/action";

/** Uses the link up and shows what that did. A link that died meanwhile shows its page. */
export const reportLogin = publicAction(z.object({ token: z.string().max(200) }), async ({ token }) => {
  try {
    await reportNotMe(token);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.refusal === "dead_link") redirect(`/not-me/${encodeURIComponent(token)}`);
    throw thrown;
  }
  redirect("/not-me/done");
});

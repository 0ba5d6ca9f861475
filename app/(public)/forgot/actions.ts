"use server";

import { z } from "zod";
import { askForReset, resetMinutes } from "@/lib/accounts/ask-for-reset";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { publicAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";

const asking = z.object({
  email: z.string().refine((text) => normaliseEmail(text) !== null, "Enter an e-mail address, such as name@example.org."),
});

/** Mails a link to set a new password. The answer is the same for every address. */
export const askForResetLink = publicAction(asking, async ({ email }) => {
  await askForReset(email, await client());
  return {
    status: "done" as const,
    message: `If this address has an account here, a mail with a link is on its way. The link works for ${resetMinutes} minutes.`,
  };
});

"use server";

import { z } from "zod";
import { askForEmailChange, callOffEmailChange } from "@/lib/accounts/ask-for-email-change";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { AppError } from "@/lib/base/errors";
import { memberAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";

const asking = z.object({
  email: z.string().refine((text) => normaliseEmail(text) !== null, "Enter an e-mail address, such as name@example.org."),
});

/** Mails a link to the address that the member would like to have. The answer is the same whether or not somebody has it. */
export const askForNewAddress = memberAction(
  asking,
  async (member, { email }) => {
    try {
      await askForEmailChange(member, email, await client());
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.facts.reason !== "same") throw thrown;
      throw new AppError("invalid_input", { fields: JSON.stringify({ email: "Your account has this address already." }) });
    }
    return {
      status: "done" as const,
      message: "A mail with a link is on its way to the new address. Nothing changes until you follow it.",
    };
  },
  { fresh: true },
);

/** Makes the link that was mailed to a new address worthless. */
export const callOff = memberAction(z.object({}), async (member) => {
  await callOffEmailChange(member.accountId);
  return { status: "done" as const, message: "The change is called off. Your address stays as it is." };
});

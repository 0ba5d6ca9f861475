"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { explainFlaw } from "@/app/_ui/explain-flaw";
import { askForInvite } from "@/lib/accounts/ask-for-invite";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { AppError } from "@/lib/base/errors";
import { isFlaw } from "@/lib/passwords/password-rules";
import { publicAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { logInAs } from "@/lib/web/log-in";

const joining = z.object({
  token: z.string().max(200),
  policyVersion: z.string().max(40),
  monthlyCents: z.coerce.number().int(),
  unitCents: z.coerce.number().int(),
  password: z.string().min(1, "Choose a password."),
  timeZone: z.string().min(1, "Choose your time zone.").max(100),
  agreed: z.literal("on", "Tick this if you agree. Nobody can join without."),
});

/** A refusal as the form shows it, beside its field. */
function explained(thrown: unknown, token: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { refusal, facts } = thrown;
  if (refusal === "dead_link") redirect(`/invite/${encodeURIComponent(token)}`);
  const wrong = (fields: Record<string, string>) => new AppError("invalid_input", { fields: JSON.stringify(fields) });
  if (facts.flaw && isFlaw(facts.flaw)) return wrong({ password: explainFlaw[facts.flaw] });
  if (facts.field === "timeZone") return wrong({ timeZone: "Choose a time zone from the list." });
  return thrown;
}

/** Makes a member of the link's holder, logs them in and shows them what to do first. A link that died meanwhile shows its page. */
export const joinHoldfast = publicAction(joining, async ({ token, ...given }) => {
  try {
    const from = await client();
    const { sessionId } = await redeemInvite(token, given, from);
    await logInAs({ sessionId, remembered: false, deviceSecret: from.deviceSecret });
  } catch (thrown) {
    throw explained(thrown, token);
  }
  redirect("/home");
});

const asking = z.object({
  email: z.string().refine((text) => normaliseEmail(text) !== null, "Enter an e-mail address, such as name@example.org."),
});

/** Passes a request for a new link on to the operator. The answer is the same whoever asks. */
export const askForNewInvite = publicAction(asking, async ({ email }) => {
  await askForInvite(email, await client());
  return { status: "done" as const, message: "The operator has your request. If they invite you, you get a mail with a new link." };
});

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { addAuthenticator } from "@/lib/accounts/add-authenticator";
import { plainText } from "@/lib/base/plain-text";
import { memberAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { logInAs } from "@/lib/web/log-in";

const confirmed = z.object({
  setUp: z.string().max(1_000),
  code: z.string().trim().min(1, "Enter the code that the app shows.").max(64, "This is longer than any code."),
  name: plainText({ max: 60 }),
});

/**
 * Enrols an authenticator app. The set-up stands for the fresh proof: this session's page was given it after one, and it works for 15
 * minutes, so that nobody who is busy with their phone has to begin again.
 */
export const enrolAuthenticator = memberAction(confirmed, async (member, given) => {
  const from = await client();
  const first = await addAuthenticator(member, given, from);
  if (!first) redirect("/settings/security");
  await logInAs({ sessionId: first.sessionId, remembered: member.remembered, deviceSecret: from.deviceSecret });
  return { status: "codes", codes: first.codes };
});

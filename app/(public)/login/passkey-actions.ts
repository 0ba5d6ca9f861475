"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { confirmWithPasskey } from "@/lib/accounts/confirm-with-passkey";
import { logInWithPasskey } from "@/lib/accounts/log-in-with-passkey";
import { AppError } from "@/lib/base/errors";
import { passkeyAnswerText } from "@/lib/factors/read-passkey-answer";
import { publicAction, verificationAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { landing } from "@/lib/web/landing";
import { logInAs } from "@/lib/web/log-in";
import { takePasskeyChallenge } from "@/lib/web/passkey-challenge";
import { safePath } from "@/lib/web/safe-path";

const answered = z.object({ answer: passkeyAnswerText, next: z.string().optional(), remember: z.literal("on").optional() });

/** Logs in with a passkey alone and leads to where the visitor was going. */
export const enterWithPasskey = publicAction(answered, async ({ answer, next, remember }) => {
  const from = await client();
  const challenge = await takePasskeyChallenge("login", null);
  if (!challenge) throw new AppError("wrong_credentials", { reason: "passkey" });
  const { accountId, sessionId, remembered } = await logInWithPasskey({ answer, challenge, remember: remember === "on" }, from);
  await logInAs({ sessionId, remembered, deviceSecret: from.deviceSecret });
  redirect(await landing(accountId, next));
});

/** Takes a passkey as the second factor, or as a fresh proof, and leads on. */
export const confirmPasskey = verificationAction(answered, async (session, { answer, next }) => {
  const from = await client();
  const challenge = await takePasskeyChallenge("verify", session.accountId);
  if (!challenge) throw new AppError("wrong_credentials", { reason: "passkey" });
  const sessionId = await confirmWithPasskey(session, { answer, challenge }, from);
  await logInAs({ sessionId, remembered: session.remembered, deviceSecret: from.deviceSecret });
  redirect(safePath(next));
});

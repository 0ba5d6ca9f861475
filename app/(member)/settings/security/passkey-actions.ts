"use server";

import { z } from "zod";
import { addPasskey } from "@/lib/accounts/add-passkey";
import { AppError } from "@/lib/base/errors";
import { plainText } from "@/lib/base/plain-text";
import { newPasskeyText } from "@/lib/factors/read-passkey-answer";
import { memberAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { logInAs } from "@/lib/web/log-in";
import { takePasskeyChallenge } from "@/lib/web/passkey-challenge";

const made = z.object({ answer: newPasskeyText, name: plainText({ max: 60 }) });

/** Enrols the passkey that the browser has made. */
export const enrolPasskeyHere = memberAction(
  made,
  async (member, { answer, name }) => {
    const from = await client();
    const challenge = await takePasskeyChallenge("enrol", member.accountId);
    if (!challenge) throw new AppError("conflict", { reason: "passkey" });
    const first = await addPasskey(member, { answer, challenge, name }, from);
    if (first) {
      await logInAs({ sessionId: first.sessionId, remembered: member.remembered, deviceSecret: from.deviceSecret });
      return { status: "codes", codes: first.codes };
    }
    return { status: "done", message: "The passkey was added. You can log in with it from now on." };
  },
  { fresh: true },
);

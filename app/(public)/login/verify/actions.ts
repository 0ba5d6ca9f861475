"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { provePassword } from "@/lib/accounts/prove-password";
import type { Session } from "@/lib/accounts/read-session";
import { verifyFactor } from "@/lib/accounts/verify-factor";
import { verificationAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { logInAs } from "@/lib/web/log-in";
import { safePath } from "@/lib/web/safe-path";

const next = z.string().optional();
const code = z.string().trim().min(1, "Enter the code.").max(64, "This is longer than any code.");

/** Takes a code of an authenticator app, or a recovery code, and leads on. */
export const enterCode = verificationAction(z.object({ kind: z.enum(["totp", "recovery"]), code, next }), async (session, given) => {
  const from = await client();
  await goOn(session, await verifyFactor(session, given, from), from.deviceSecret, given.next);
});

/** Takes the password as a fresh proof, where there is no second factor, and leads on. */
export const enterPassword = verificationAction(
  z.object({ password: z.string().min(1, "Enter your password."), next }),
  async (session, given) => {
    const from = await client();
    await goOn(session, await provePassword(session, given.password, from), from.deviceSecret, given.next);
  },
);

async function goOn({ remembered }: Session, sessionId: string, deviceSecret: string, target: string | undefined): Promise<never> {
  await logInAs({ sessionId, remembered, deviceSecret });
  redirect(safePath(target));
}

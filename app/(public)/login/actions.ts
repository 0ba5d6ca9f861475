"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { logIn } from "@/lib/accounts/log-in";
import { publicAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { landing } from "@/lib/web/landing";
import { logInAs } from "@/lib/web/log-in";

const login = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address.").max(320, "This is no e-mail address."),
  password: z.string().min(1, "Enter your password."),
  next: z.string().optional(),
  remember: z.literal("on").optional(),
});

/** Checks the password, gives the browser its session and leads to where the visitor was going, by way of the second factor if there is one. */
export const enter = publicAction(login, async ({ email, password, next, remember }) => {
  const from = await client();
  const { accountId, sessionId, remembered, needsFactor } = await logIn({ email, password, remember: remember === "on" }, from);
  await logInAs({ sessionId, remembered, deviceSecret: from.deviceSecret });
  const target = await landing(accountId, next);
  redirect(needsFactor ? `/login/verify?next=${encodeURIComponent(target)}` : target);
});

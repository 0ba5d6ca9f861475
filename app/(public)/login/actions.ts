"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { logIn } from "@/lib/accounts/log-in";
import { publicAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { logInAs } from "@/lib/web/log-in";
import { safePath } from "@/lib/web/safe-path";

const login = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address.").max(320, "This is no e-mail address."),
  password: z.string().min(1, "Enter your password."),
  next: z.string().optional(),
  remember: z.literal("on").optional(),
});

/** Checks the password, gives the browser its session and leads to where the visitor was going, by way of the second factor if there is one. */
export const enter = publicAction(login, async ({ email, password, next, remember }) => {
  const from = await client();
  const { sessionId, remembered, needsFactor } = await logIn({ email, password, remember: remember === "on" }, from);
  await logInAs({ sessionId, remembered, deviceSecret: from.deviceSecret });
  const target = safePath(next);
  redirect(needsFactor ? `/login/verify?next=${encodeURIComponent(target)}` : target);
});

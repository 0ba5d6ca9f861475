"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { passwordRefusal } from "@/app/_ui/refuse-password";
import { changePassword } from "@/lib/accounts/change-password";
import { memberAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { logInAs } from "@/lib/web/log-in";

const choosing = z.object({ password: z.string().min(1, "Choose a password.") });

/** Sets a new password; this browser goes on in a session of a new id, every other one is logged out. */
export const saveNewPassword = memberAction(
  choosing,
  async (member, { password }) => {
    try {
      const from = await client();
      const sessionId = await changePassword(member, password, from);
      await logInAs({ sessionId, remembered: member.remembered, deviceSecret: from.deviceSecret });
    } catch (thrown) {
      throw passwordRefusal(thrown);
    }
    redirect("/settings/password?saved=yes");
  },
  { fresh: true },
);

"use server";

import { z } from "zod";
import { sayRead } from "@/lib/oversight/incidents/own-notices";
import { memberAction } from "@/lib/web/action";

export const markRead = memberAction(z.object({ notice: z.uuid() }), async (member, { notice }) => {
  await sayRead(member.accountId, notice);
  return { status: "done", message: "Noted. It stays on this page." };
});

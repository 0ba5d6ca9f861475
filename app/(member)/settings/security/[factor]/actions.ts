"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { dropFactor } from "@/lib/accounts/drop-factor";
import { plainText } from "@/lib/base/plain-text";
import { renameFactor } from "@/lib/factors/rename-factor";
import { memberAction } from "@/lib/web/action";

const factor = z.uuid();

export const rename = memberAction(
  z.object({ factor, name: plainText({ max: 60 }).refine((name) => name !== "", "Enter a name.") }),
  async ({ accountId }, given) => {
    await renameFactor(accountId, given.factor, given.name);
    return undefined;
  },
  { fresh: true },
);

/** Removes a factor and ends every other session. */
export const remove = memberAction(
  z.object({ factor }),
  async (member, given) => {
    await dropFactor(member, given.factor);
    redirect("/settings/security");
  },
  { fresh: true },
);

"use server";

import { z } from "zod";
import { cancelFactorReset, confirmFactorReset } from "@/lib/accounts/reset-factors";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const reset = z.object({ reset: z.uuid() });

export const confirm = staffAction(
  "factors.reset",
  reset,
  async (staff, given) => {
    await confirmFactorReset(staffActor(staff), given.reset);
    return { status: "done", message: "Confirmed. Their next login needs the password alone and removes their factors." };
  },
  { fresh: true },
);

export const cancel = staffAction("factors.reset", reset, async (staff, given) => {
  await cancelFactorReset(staffActor(staff), given.reset);
  return { status: "done", message: "Cancelled. Their factors stay." };
});

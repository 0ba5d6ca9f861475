"use server";

import { z } from "zod";
import { askForLook } from "@/lib/policy/ask-for-look";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

export const lookNow = staffAction("controls.ask", z.object({}), async (staff) => {
  await askForLook(staffActor(staff));
  return { status: "done", message: "Asked for. The worker looks at every control now; reload in a minute to see what it saw." };
});

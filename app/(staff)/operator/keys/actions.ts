"use server";

import { z } from "zod";
import { askForKeyTask } from "@/lib/oversight/ask-for-key-task";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const asked = z.object({ kind: z.enum(["rotate-root", "rotate-connections"]) });

export const rotate = staffAction(
  "keys.rotate",
  asked,
  async (staff, { kind }) => {
    await askForKeyTask(staffActor(staff), kind);
    return { status: "done", message: "Asked for. The worker begins at once, and nothing stands still meanwhile." };
  },
  { fresh: true },
);

"use server";

import { z } from "zod";
import { askReconcile, askRepair, setDifferenceAside, takeDifferenceUp } from "@/lib/billing/ask-reconcile";
import { repairReasons, repairs } from "@/lib/billing/difference-kinds";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

export const compareNow = staffAction(
  "books.repair",
  z.object({ books: z.literal("all") }),
  async (staff) => {
    await askReconcile(staffActor(staff));
    return { status: "done", message: "Asked for. The worker begins at once; load the page again to see what it finds." };
  },
  { fresh: true },
);

const asked = z.object({
  difference: z.uuid(),
  repair: z.enum(repairs).exclude(["look"]),
  amountCents: z.coerce.number().int(),
  reason: z.enum(repairReasons, "Choose why."),
});

export const repair = staffAction(
  "books.repair",
  asked,
  async (staff, given) => {
    await askRepair(staffActor(staff), given);
    return { status: "done", message: "Asked for, with your name. The worker looks once more before it does it." };
  },
  { fresh: true },
);

export const setAside = staffAction(
  "books.repair",
  asked.omit({ repair: true }),
  async (staff, given) => {
    await setDifferenceAside(staffActor(staff), given);
    return { status: "done", message: "Set aside, with your name. It stays listed under all differences." };
  },
  { fresh: true },
);

export const takeUp = staffAction(
  "books.repair",
  z.object({ difference: z.uuid() }),
  async (staff, { difference }) => {
    await takeDifferenceUp(staffActor(staff), difference);
    return { status: "done", message: "Open again: it stands under Money." };
  },
  { fresh: true },
);

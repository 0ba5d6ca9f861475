"use server";

import { z } from "zod";
import { judgeItem, judgements, mostNoteLetters } from "@/lib/oversight/reviews/judge-item";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const judged = z.object({
  item: z.uuid(),
  judgement: z.enum(judgements, "Choose what you judge."),
  note: z.string().trim().min(1, "Say why.").max(mostNoteLetters, `Write at most ${mostNoteLetters} letters.`),
  incident: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
});

export const judge = staffAction("reviews.judge", judged, async (staff, { item, ...judgement }) => {
  const incident = await judgeItem(staffActor(staff), item, judgement);
  if (!incident) return { status: "done", message: "Judged, with your name." };
  return {
    status: "done",
    message: "Judged, with your name. An incident is open.",
    next: { href: `/operator/incidents/${incident}`, label: "Go to the incident" },
  };
});

"use server";

import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { longestMarginMinutes, saveMargins } from "@/lib/schedule/save-margins";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { memberAction } from "@/lib/web/action";
import { saved } from "../saved";
import { readStretches, weekdays } from "./clock";

const clock = z.string().max(8).default("");
const stretchFields = weekdays.flatMap((name, index) => [
  { weekday: index + 1, start: `start-${index + 1}`, end: `end-${index + 1}`, of: name },
  { weekday: index + 1, start: `start2-${index + 1}`, end: `end2-${index + 1}`, of: `The second stretch on ${name}` },
]);
const clocks = Object.fromEntries(stretchFields.flatMap(({ start, end }) => [start, end].map((name) => [name, clock])));
const schedule = z.object({
  timeZone: z.string().min(1, "Choose your time zone.").max(100),
  copy: z.literal("yes").optional(),
  copyFrom: z.coerce.number().int().min(1).max(7).optional(),
  ...clocks,
});

export const keepSchedule = memberAction(schedule, async (member, given) => {
  const copied = given.copy === "yes" ? (given.copyFrom ?? 1) : null;
  const days = weekdays.map((_, index) => {
    const fields = stretchFields.filter(({ weekday }) => weekday === (copied ?? index + 1));
    const { stretches, wrong } = readStretches(given as unknown as Record<string, string>, fields);
    return { hours: stretches.map((stretch) => ({ weekday: index + 1, ...stretch })), wrong };
  });
  const wrong = Object.assign({}, ...days.map((day) => day.wrong)) as Record<string, string>;
  if (Object.keys(wrong).length > 0) throw new AppError("invalid_input", { fields: JSON.stringify(wrong) });
  await saveSchedule(member.accountId, { timeZone: given.timeZone, hours: days.flatMap(({ hours }) => hours) });
  const told = copied === null ? "Your hours are saved." : `Your hours are saved: every day has those of ${weekdays[copied - 1]}.`;
  return await saved(member.accountId, told, "/schedule");
});

const minutes = z.coerce
  .number("Enter the minutes as a number.")
  .int("Enter whole minutes.")
  .min(0, "At least 0.")
  .max(longestMarginMinutes, `At most ${longestMarginMinutes}.`);

export const keepMargins = memberAction(z.object({ beforeMinutes: minutes, afterMinutes: minutes }), async (member, margins) => {
  await saveMargins(member.accountId, margins);
  return { status: "done", message: "Saved. It counts for what is accepted from now on." };
});

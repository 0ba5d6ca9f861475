"use server";

import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import type { WeeklyHours } from "@/lib/schedule/within-hours";
import { memberAction } from "@/lib/web/action";
import { saved } from "../saved";
import { endMinutesOf, minutesOf, weekdays } from "./clock";

const day = z.string().max(8).default("");
const clocks = Object.fromEntries(
  weekdays.flatMap((_, index) => [
    [`start-${index + 1}`, day],
    [`end-${index + 1}`, day],
  ]),
);
const schedule = z.object({ timeZone: z.string().min(1, "Choose your time zone.").max(100), ...clocks });

/** The hours that were entered, or what is wrong with a day. */
function readHours(given: Record<string, string>): { hours: WeeklyHours[]; wrong: Record<string, string> } {
  const hours: WeeklyHours[] = [];
  const wrong: Record<string, string> = {};
  for (const [index, name] of weekdays.entries()) {
    const start = given[`start-${index + 1}`] ?? "";
    const end = given[`end-${index + 1}`] ?? "";
    if (start === "" && end === "") continue;
    const startMinute = minutesOf(start);
    const endMinute = endMinutesOf(end);
    if (startMinute === null) wrong[`start-${index + 1}`] = `Enter when ${name} begins, or leave both empty.`;
    else if (endMinute === null) wrong[`end-${index + 1}`] = `Enter when ${name} ends, or leave both empty.`;
    else if (endMinute <= startMinute) wrong[`end-${index + 1}`] = `${name} has to end after it begins.`;
    else hours.push({ weekday: index + 1, startMinute, endMinute });
  }
  return { hours, wrong };
}

export const keepSchedule = memberAction(schedule, async (member, given) => {
  const { hours, wrong } = readHours(given as Record<string, string>);
  if (Object.keys(wrong).length > 0) throw new AppError("invalid_input", { fields: JSON.stringify(wrong) });
  await saveSchedule(member.accountId, { timeZone: given.timeZone, hours });
  return await saved(member.accountId, "Your hours are saved.", "/schedule");
});

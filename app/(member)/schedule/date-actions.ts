"use server";

import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { removeOverride, removeTimeOff, saveOverride, saveTimeOff } from "@/lib/schedule/save-exceptions";
import { memberAction } from "@/lib/web/action";
import { dateText, readStretches } from "./clock";

const date = z.iso.date("Enter a date.");
const clock = z.string().max(8).default("");
const stretchFields = [
  { start: "start", end: "end", of: "The work" },
  { start: "start2", end: "end2", of: "The second stretch" },
];

export const keepOverride = memberAction(
  z.object({ date, start: clock, end: clock, start2: clock, end2: clock }),
  async (member, { date: day, ...given }) => {
    const { stretches, wrong } = readStretches(given, stretchFields);
    if (Object.keys(wrong).length > 0) throw new AppError("invalid_input", { fields: JSON.stringify(wrong) });
    await saveOverride(member.accountId, { date: day, stretches });
    return { status: "done", message: `${dateText(day)} is saved. The next offers are judged by it.` };
  },
);

export const dropOverride = memberAction(z.object({ date }), async (member, { date: day }) => {
  await removeOverride(member.accountId, day);
  return { status: "done", message: `Your weekly hours hold again on ${dateText(day)}.` };
});

const days = z
  .object({ firstDate: date, lastDate: date })
  .refine(({ firstDate, lastDate }) => firstDate <= lastDate, { path: ["lastDate"], message: "The last day cannot be before the first." });

export const keepTimeOff = memberAction(days, async (member, off) => {
  await saveTimeOff(member.accountId, off);
  return { status: "done", message: "The days are off. Nothing more is accepted for them." };
});

export const dropTimeOff = memberAction(z.object({ id: z.uuid() }), async (member, { id }) => {
  await removeTimeOff(member.accountId, id);
  return { status: "done", message: "The days are no longer off." };
});

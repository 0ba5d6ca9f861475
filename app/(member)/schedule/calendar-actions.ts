"use server";

import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { makeBusyFeed, revokeBusyFeed } from "@/lib/schedule/busy-feed";
import { addCalendar, fetchCalendarNow, removeCalendar } from "@/lib/schedule/change-calendars";
import { memberAction } from "@/lib/web/action";

const wrongAddress = "Enter the calendar's own address, which begins with https:// or webcal:// and lies on the public internet.";
const calendar = z.object({
  address: z.string().trim().min(1, wrongAddress).max(2_000, wrongAddress),
  name: z.string().trim().max(60).default(""),
});
const one = z.object({ id: z.uuid() });

export const addOne = memberAction(calendar, async (member, given) => {
  try {
    await addCalendar(member.accountId, given);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.facts.field !== "address") throw thrown;
    throw new AppError("invalid_input", { fields: JSON.stringify({ address: wrongAddress }) });
  }
  return { status: "done", message: "The calendar is added, and is being read now." };
});

export const fetchOne = memberAction(one, async (member, { id }) => {
  await fetchCalendarNow(member.accountId, id);
  return { status: "done", message: "It is being fetched. Load the page again in a few seconds." };
});

export const removeOne = memberAction(one, async (member, { id }) => {
  await removeCalendar(member.accountId, id);
  return { status: "done", message: "The calendar is removed, and its times no longer count as busy." };
});

export const makeAddress = memberAction(z.object({}), async (member) => {
  const address = await makeBusyFeed(member.accountId);
  return {
    status: "done",
    message: "Copy this address now. It is shown only this once. Add it to your calendar as a calendar from the internet.",
    copy: address,
  };
});

export const revokeAddress = memberAction(z.object({}), async (member) => {
  await revokeBusyFeed(member.accountId);
  return { status: "done", message: "The address is revoked: it no longer answers." };
});

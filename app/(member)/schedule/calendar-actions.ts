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

/** What was thrown; a refusal of this field, with the text that the form shows beside it. */
function fieldRefused(thrown: unknown, field: string, text: string): unknown {
  const isIt = thrown instanceof AppError && thrown.facts.field === field;
  return isIt ? new AppError("invalid_input", { fields: JSON.stringify({ [field]: text }) }) : thrown;
}

export const addOne = memberAction(calendar, async (member, given) => {
  await addCalendar(member.accountId, given).catch((thrown: unknown) => {
    throw fieldRefused(thrown, "address", wrongAddress);
  });
  return { status: "done", message: "The calendar is added. The list says whether it can be read." };
});

export const fetchOne = memberAction(one, async (member, { id }) => {
  await fetchCalendarNow(member.accountId, id);
  return { status: "done", message: "It is being fetched. Load this page again in a few seconds to see whether it was read." };
});

export const removeOne = memberAction(one, async (member, { id }) => {
  await removeCalendar(member.accountId, id);
  return { status: "done", message: "The calendar is removed, and its times no longer count as busy." };
});

const notReplaced = "You have an address already. Tick this to have a new one, and to stop the old one.";

export const makeAddress = memberAction(z.object({ replace: z.literal("yes").optional() }), async (member, { replace }) => {
  const address = await makeBusyFeed(member.accountId, { replace: replace === "yes" }).catch((thrown: unknown) => {
    throw fieldRefused(thrown, "replace", notReplaced);
  });
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

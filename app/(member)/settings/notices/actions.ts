"use server";

import { AppError } from "@/lib/base/errors";
import { saveNoticeSettings } from "@/lib/notices/notice-settings";
import { memberAction } from "@/lib/web/action";
import { noticesForm, readNoticesForm } from "./notices-form";

export const keepNotices = memberAction(noticesForm, async (member, given) => {
  const { choices, wrong } = readNoticesForm(given);
  if (Object.keys(wrong).length > 0) throw new AppError("invalid_input", { fields: JSON.stringify(wrong) });
  await saveNoticeSettings(member.accountId, choices);
});

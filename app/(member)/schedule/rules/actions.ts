"use server";

import { AppError } from "@/lib/base/errors";
import { saveRules } from "@/lib/orders/save-rules";
import { memberAction } from "@/lib/web/action";
import { saved } from "../../saved";
import { readRulesForm, rulesForm } from "./rules-form";

export const keepRules = memberAction(rulesForm, async (member, given) => {
  const { rules, wrong } = readRulesForm(given);
  if (Object.keys(wrong).length > 0) throw new AppError("invalid_input", { fields: JSON.stringify(wrong) });
  await saveRules(member.accountId, rules);
  return await saved(member.accountId, "Your rules are saved.", "/schedule/rules");
});

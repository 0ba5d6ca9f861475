"use server";

import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { decline } from "@/lib/orders/decline";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { withdrawRequest } from "@/lib/orders/withdraw-request";
import { memberAction } from "@/lib/web/action";
import { refusalText } from "../rule-text";

const offer = z.object({ offer: z.uuid() });

export const take = memberAction(offer, async (member, { offer: id }) => {
  const refusal = await takeAnyway(member.accountId, id);
  if (refusal) return { status: "refused", message: `It was not taken. ${refusalText(refusal)}.`, fields: {}, values: {} };
  return { status: "done", message: "Your time is reserved, and the platform is being called. This page says what comes of it." };
});

export const letGo = memberAction(offer, async (member, { offer: id }) => {
  if (!(await decline(member.accountId, id))) throw new AppError("not_found");
  return { status: "done", message: "You declined it. It is not asked about again." };
});

export const withdraw = memberAction(offer, async (member, { offer: id }) => {
  if (!(await withdrawRequest(member.accountId, id))) throw new AppError("not_found");
  return { status: "done", message: "The request is being withdrawn. Should the buyer have decided for you before, the work is yours." };
});

"use server";

import { z } from "zod";
import { hourMs, later, now } from "@/lib/base/clock";
import { pause, resume } from "@/lib/orders/pause";
import { memberAction } from "@/lib/web/action";

const forHours = z.enum(["1", "4", "24", "72", "168", "until"]);

export const pauseAcceptance = memberAction(z.object({ hours: forHours }), async (member, { hours }) => {
  await pause(member.accountId, hours === "until" ? null : later(now(), Number(hours) * hourMs));
  return { status: "done", message: "Acceptance is paused. Nothing more is called for; what is accepted stays yours." };
});

export const resumeAcceptance = memberAction(z.object({}), async (member) => {
  await resume(member.accountId);
  return { status: "done", message: "Acceptance goes on. The platforms are looked at now." };
});

"use server";

import { z } from "zod";
import { inviteMany, judgeInvites } from "@/lib/accounts/invite-many";
import { mostFileBytes } from "@/lib/accounts/read-invite-file";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

/** A file as it was chosen, or its text as it was pasted or judged before; a browser ends the lines of a pasted one by CR and LF. */
const given = z
  .object({ file: z.string().default(""), csv: z.string().default(""), step: z.enum(["look", "send"]) })
  .transform(({ file, csv, step }) => ({ step, text: file === "" ? csv : file }))
  .refine(({ text }) => text.trim() !== "", { path: ["file"], message: "Choose a file, or paste its text below." })
  .refine(({ text }) => text.length <= mostFileBytes, { path: ["file"], message: "The file is larger than 64 KiB. Send it in parts." });

export const inviteFromFile = staffAction("invites.write", given, async (staff, { step, text }) => {
  const rows = await (step === "send" ? inviteMany : judgeInvites)(staffActor(staff), text);
  return { status: "judged", rows, text: step === "send" ? null : text };
});

"use server";

import { z } from "zod";
import { dayMs, later, now } from "@/lib/base/clock";
import { orgClauseIds } from "@/lib/oversight/evidence/org-clauses";
import { longestDays, recordEvidence } from "@/lib/oversight/evidence/record";
import { withdrawEvidence } from "@/lib/oversight/evidence/withdraw";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const given = z.object({
  clause: z.enum(orgClauseIds, "Choose the clause."),
  title: z.string().trim().min(1, "Say in a few words what it is.").max(120),
  text: z.string().trim().min(1, "Say what it shows.").max(2_000),
  reference: z
    .string()
    .trim()
    .max(500)
    .regex(/^(https:\/\/[^\s]+|[^\s/\\:][^/\\:]*\.[A-Za-z0-9]{1,8})$/, "Give an https address, or the name of a file such as report.pdf."),
  until: z.iso
    .date("Choose the last day on which it counts.")
    .transform((day) => later(new Date(`${day}T00:00:00Z`), dayMs))
    .refine((end) => end > now() && end <= later(now(), longestDays * dayMs), "Choose a day from today on, at most three years ahead."),
});

export const record = staffAction(
  "evidence.write",
  given,
  async (staff, { until, ...rest }) => {
    await recordEvidence(staffActor(staff), { ...rest, validUntil: until });
    return { status: "done", message: "Kept, with your name. In public it stands under your role." };
  },
  { fresh: true },
);

export const withdraw = staffAction(
  "evidence.write",
  z.object({ evidence: z.uuid() }),
  async (staff, { evidence }) => {
    await withdrawEvidence(staffActor(staff), evidence);
    return { status: "done", message: "Withdrawn. It counts no more." };
  },
  { fresh: true },
);

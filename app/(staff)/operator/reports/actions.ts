"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { handleReport, openFromReport } from "@/lib/oversight/handle-report";
import { answerReport, openFromPublicReport, outcomes } from "@/lib/oversight/public-reports/handle";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const one = z.object({ report: z.uuid() });

export const closeReport = staffAction("reports.handle", one, async (staff, { report }) => {
  await handleReport(staffActor(staff), report);
  return { status: "done", message: "Closed, with your name." };
});

export const openIncident = staffAction(
  "incidents.handle",
  one,
  async (staff, { report }) => {
    redirect(`/operator/incidents/${await openFromReport(staffActor(staff), report)}`);
  },
  { fresh: true },
);

const answering = one.extend({
  outcome: z.enum(["", ...outcomes]).transform((chosen) => chosen || null),
  answer: z.string().trim().max(2_000),
});

export const answer = staffAction("reports.handle", answering, async (staff, { report, ...given }) => {
  await answerReport(staffActor(staff), report, given);
  return { status: "done", message: "Kept. The reporter reads it behind their link." };
});

export const openOutside = staffAction(
  "incidents.handle",
  one,
  async (staff, { report }) => {
    redirect(`/operator/incidents/${await openFromPublicReport(staffActor(staff), report)}`);
  },
  { fresh: true },
);

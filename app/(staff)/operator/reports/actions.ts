"use server";

import { z } from "zod";
import { handleReport } from "@/lib/oversight/handle-report";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

export const closeReport = staffAction("reports.handle", z.object({ report: z.uuid() }), async (staff, { report }) => {
  await handleReport(staffActor(staff), report);
  return { status: "done", message: "Closed, with your name." };
});

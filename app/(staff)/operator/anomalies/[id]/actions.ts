"use server";

import { z } from "zod";
import { openFromAnomaly } from "@/lib/oversight/anomalies/open-from-anomaly";
import { outcomes, settle } from "@/lib/oversight/anomalies/settle-anomaly";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const asked = z.object({
  anomaly: z.uuid(),
  outcome: z.enum(outcomes, "Choose what you say of it."),
  note: z.string().trim().max(2_000, "Write at most 2,000 characters."),
});

export const settleAnomaly = staffAction("anomalies.handle", asked, async (staff, given) => {
  await settle(staffActor(staff), given.anomaly, given.outcome, given.note);
  return { status: "done", message: given.outcome === "looked_at" ? "Noted: you look into it." : "Closed, with your name." };
});

export const openIncident = staffAction("incidents.handle", z.object({ anomaly: z.uuid() }), async (staff, given) => {
  const incidentId = await openFromAnomaly(staffActor(staff), given.anomaly);
  const next = { href: `/operator/incidents/${incidentId}`, label: "Go to the incident" };
  return { status: "done", message: "The incident is open. Who handles incidents has been told.", next };
});

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { openByHand } from "@/lib/oversight/incidents/handle-incident";
import { type IncidentKind, incidentKinds, severities } from "@/lib/oversight/incidents/kinds";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const kindCodes = Object.keys(incidentKinds) as [IncidentKind, ...IncidentKind[]];
const opening = z.object({
  id: z.uuid(),
  kind: z.enum(kindCodes, "Choose what it is about."),
  severity: z.enum(severities, "Choose how severe it is."),
  drill: z.literal("yes").optional(),
});

export const open = staffAction(
  "incidents.handle",
  opening,
  async (staff, { id, kind, severity, drill }) => {
    const source = { by: "staff", id } as const;
    const incidentId = await openByHand(staffActor(staff), { kind, severity, source, drill: drill === "yes" });
    redirect(`/operator/incidents/${incidentId}`);
  },
  { fresh: true },
);

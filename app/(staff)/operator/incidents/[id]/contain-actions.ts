"use server";

import { z } from "zod";
import { findTarget } from "@/lib/oversight/blocks/find-target";
import { blockHours } from "@/lib/oversight/blocks/reasons";
import { type Contained, liftStop, rotateKeys, shutOut, stop } from "@/lib/oversight/incidents/contain";
import { endSet, type SessionSet } from "@/lib/oversight/incidents/end-sets";
import { staffAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { staffActor } from "@/lib/web/session";

const why = z.object({ incident: z.uuid(), text: z.string().trim().min(3, "Say why, in a few words.").max(2_000) });
const fresh = { fresh: true } as const;
/** In a drill the answer says that nothing was done. */
const said = (how: Contained, text: string) => (how === "done" ? text : "Written down, as a drill. Nothing was done to anybody.");

export const stopCalls = staffAction(
  "incidents.handle",
  why.extend({ what: z.string().min(1, "Choose what to stop.").max(60) }),
  async (staff, { incident, what, text }) => {
    const target =
      what === "vault" || what === "everything" ? ({ kind: what, platform: null } as const) : { kind: "platform" as const, platform: what };
    const how = await stop(staffActor(staff), incident, target, text);
    return { status: "done", message: said(how, "Stopped, before the next call or opening. It holds until somebody lifts it.") };
  },
  fresh,
);

export const lift = staffAction(
  "incidents.handle",
  why.extend({ stop: z.uuid() }),
  async (staff, { incident, stop: stopId, text }) => {
    await liftStop(staffActor(staff), incident, stopId, text);
    return { status: "done", message: "Lifted. Work goes on within a minute." };
  },
  fresh,
);

const sets = why.extend({
  of: z.enum(["account", "affected", "staff", "everyone"], "Choose whose."),
  email: z.string().trim().max(254),
  finding: z.string(),
});

function setOf({ of, email, finding }: z.infer<typeof sets>): SessionSet {
  if (of === "account") return { of, email };
  return of === "affected" ? { of, findingId: z.uuid().catch("00000000-0000-0000-0000-000000000000").parse(finding) } : { of };
}

export const endSessions = staffAction(
  "incidents.handle",
  sets,
  async (staff, given) => {
    const how = await endSet(staffActor(staff), given.incident, setOf(given), given.text);
    return { status: "done", message: said(how, "Ended, but for your own. The timeline says how many.") };
  },
  fresh,
);

export const rotate = staffAction(
  "incidents.handle",
  why.extend({ kind: z.enum(["rotate-root", "rotate-connections"], "Choose which keys.") }),
  async (staff, { incident, kind, text }) => {
    const how = await rotateKeys(staffActor(staff), incident, kind, text);
    return { status: "done", message: said(how, "Asked for. How far it is stands under Keys.") };
  },
  fresh,
);

export const block = staffAction(
  "incidents.handle",
  why.extend({
    target: z.string().trim().min(1, "Enter an e-mail address, an address or a network.").max(254),
    hours: z.coerce.number().refine((hours) => blockHours.some((one) => one === hours), "Choose for how long."),
  }),
  async (staff, { incident, target, hours, text }) => {
    const actor = staffActor(staff);
    const how = await shutOut(actor, incident, { target: await findTarget(actor, target), hours, from: (await client()).address }, text);
    return { status: "done", message: said(how, "Shut out within a few seconds. It ends by itself, and is lifted under Blocks.") };
  },
  fresh,
);

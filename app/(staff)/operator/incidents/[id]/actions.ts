"use server";

import { z } from "zod";
import { moveOn, setSeverity, takeRole, writeNote } from "@/lib/oversight/incidents/handle-incident";
import { severities } from "@/lib/oversight/incidents/kinds";
import { publish } from "@/lib/oversight/incidents/publish";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const of = z.object({ incident: z.uuid() });
const text = z.string().trim().min(3, "Say why, in a few words.").max(2_000);
const fresh = { fresh: true } as const;

export const goOn = staffAction(
  "incidents.handle",
  of.extend({ from: z.enum(["open", "contained", "resolved"]), text }),
  async (staff, { incident, from, text: why }) => {
    await moveOn(staffActor(staff), incident, { from, text: why });
    return { status: "done", message: "Moved on, with your name and the time." };
  },
  fresh,
);

export const addNote = staffAction(
  "incidents.handle",
  of.extend({ text }),
  async (staff, given) => {
    await writeNote(staffActor(staff), given.incident, given.text);
    return { status: "done", message: "Written into the timeline." };
  },
  fresh,
);

export const changeSeverity = staffAction(
  "incidents.handle",
  of.extend({ severity: z.enum(severities), text }),
  async (staff, given) => {
    await setSeverity(staffActor(staff), given.incident, given.severity, given.text);
    return { status: "done", message: "Changed, and written into the timeline." };
  },
  fresh,
);

export const take = staffAction(
  "incidents.handle",
  of.extend({ role: z.enum(["lead", "scribe"]) }),
  async (staff, { incident, role }) => {
    await takeRole(staffActor(staff), incident, role);
    return { status: "done", message: role === "lead" ? "You have the lead." : "You keep the timeline." };
  },
  fresh,
);

const words = of.extend({
  title: z.string().trim().min(5, "Give it a title.").max(120),
  summary: z.string().trim().min(20, "Say what happened and what it means for members.").max(5_000),
  postMortem: z.string().trim().max(20_000),
});

export const publishPost = staffAction(
  "incidents.handle",
  words,
  async (staff, { incident, ...post }) => {
    await publish(staffActor(staff), incident, post);
    return { status: "done", message: "Kept. Unless this is a drill, anybody reads it at /status now." };
  },
  fresh,
);

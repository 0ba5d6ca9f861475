"use server";

import { z } from "zod";
import { adviceTexts, dataNames, noticeTemplateCodes } from "@/lib/notices/incident-texts";
import { authorityCodes } from "@/lib/oversight/incidents/authorities";
import { considerAuthority, finish, planAction, recordFiling, waiveFiling } from "@/lib/oversight/incidents/duties";
import { askAffected } from "@/lib/oversight/incidents/find-affected";
import { draftNotice, review, send } from "@/lib/oversight/incidents/notify";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const of = z.object({ incident: z.uuid() });
const fresh = { fresh: true } as const;
/** A moment as a datetime-local field gives it, in UTC. */
const utc = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, "Enter a date and a time, in UTC.")
  .transform((typed) => `${typed}:00.000Z`)
  .refine((moment) => !Number.isNaN(Date.parse(moment)), "There is no such date.");
const blank = z
  .string()
  .trim()
  .max(100)
  .transform((typed) => typed || undefined);
const span = { from: utc, to: utc };
const isSpan = ({ from, to }: { from: string; to: string }) => from < to;
const backwards = { path: ["to"], message: "The end comes after the beginning." };

const question = of
  .extend({
    ...span,
    actor: blank.refine(
      (typed) => typed === undefined || /^[a-z]+:[\w-]+$/.test(typed),
      "Such as staff: or member: and an id, or system: and a job.",
    ),
    network: blank,
    connectionId: blank.refine((typed) => typed === undefined || z.uuid().safeParse(typed).success, "A connection's id."),
    platform: blank,
    rootKeyId: blank,
    openingsOnly: z.literal("yes").optional(),
  })
  .refine(isSpan, backwards);

export const findMembers = staffAction(
  "incidents.handle",
  question,
  async (staff, { incident, openingsOnly, ...criteria }) => {
    await askAffected(staffActor(staff), incident, { ...criteria, ...(openingsOnly ? { openingsOnly: true } : {}) });
    return { status: "done", message: "Asked. The worker answers in a moment." };
  },
  fresh,
);

/** A tick box for each code, named "data_email": ticked or not there. */
const boxes = (prefix: string, names: Record<string, string>) =>
  Object.fromEntries(Object.keys(names).map((code) => [`${prefix}_${code}`, z.literal("yes").optional()]));
const ticked = (given: Record<string, unknown>, prefix: string, names: Record<string, string>): string[] =>
  Object.keys(names).filter((code) => given[`${prefix}_${code}`] === "yes");

const drafting = of
  .extend({
    finding: z.uuid("Choose to whom."),
    template: z.enum(noticeTemplateCodes, "Choose what it says."),
    ...span,
    ...boxes("data", dataNames),
    ...boxes("advice", adviceTexts),
  })
  .refine(isSpan, backwards)
  .refine((given) => ticked(given, "data", dataNames).length > 0, { path: ["data_email"], message: "Tick what it is about." })
  .refine((given) => ticked(given, "advice", adviceTexts).length > 0, { path: ["advice_nothing"], message: "Tick what they should do." });

export const draft = staffAction(
  "incidents.handle",
  drafting,
  async (staff, given) => {
    const { incident, finding, template, from, to } = given;
    const facts = { from, to, data: ticked(given, "data", dataNames), advice: ticked(given, "advice", adviceTexts) };
    await draftNotice(staffActor(staff), incident, { findingId: finding, template, facts });
    return { status: "done", message: "Drafted. Another of staff should review it now." };
  },
  fresh,
);

export const reviewDraft = staffAction(
  "incidents.handle",
  of.extend({ notice: z.uuid() }),
  async (staff, { incident, notice }) => {
    await review(staffActor(staff), incident, notice);
    return { status: "done", message: "Reviewed, with your name." };
  },
  fresh,
);

export const sendNotice = staffAction(
  "incidents.handle",
  of.extend({ notice: z.uuid() }),
  async (staff, { incident, notice }) => {
    await send(staffActor(staff), incident, notice);
    return { status: "done", message: "On its way. What became of each mail is counted here." };
  },
  fresh,
);

export const consider = staffAction(
  "incidents.handle",
  of.extend({ authority: z.enum(authorityCodes, "Choose an authority.") }),
  async (staff, { incident, authority }) => {
    await considerAuthority(staffActor(staff), incident, authority);
    return { status: "done", message: "Its time is counted from the discovery." };
  },
  fresh,
);

const filing = of.extend({ filing: z.uuid() });

export const file = staffAction(
  "incidents.handle",
  filing.extend({
    reference: z.string().trim().min(1, "Enter the reference that the authority gave.").max(200),
    copy: z.string().trim().min(1, "Paste what was filed.").max(100_000),
  }),
  async (staff, { incident, filing: id, reference, copy }) => {
    await recordFiling(staffActor(staff), incident, { id, reference, copy });
    return { status: "done", message: "Kept, with your name and the time." };
  },
  fresh,
);

export const waive = staffAction(
  "incidents.handle",
  filing.extend({ because: z.string().trim().min(10, "Say why, so that it can be read years later.").max(2_000) }),
  async (staff, { incident, filing: id, because }) => {
    await waiveFiling(staffActor(staff), incident, { id, because });
    return { status: "done", message: "Decided, with your name and the time." };
  },
  fresh,
);

export const plan = staffAction(
  "incidents.handle",
  of.extend({
    text: z.string().trim().min(10, "Say what is done so that it does not happen again.").max(1_000),
    owner: z.string().trim().min(3, "Enter who does it.").max(254),
    due: z.iso.date("Enter a date."),
  }),
  async (staff, { incident, text, owner, due }) => {
    await planAction(staffActor(staff), incident, { text, owner, dueAt: new Date(`${due}T23:59:59.000Z`) });
    return { status: "done", message: "Planned. It is shown to staff when it is late." };
  },
  fresh,
);

export const done = staffAction(
  "incidents.handle",
  of.extend({ action: z.uuid(), link: z.string().trim().min(5, "Name the test or the change: a path, a commit, an address.").max(500) }),
  async (staff, { incident, action, link }) => {
    await finish(staffActor(staff), incident, { id: action, link });
    return { status: "done", message: "Done, with what it led to." };
  },
  fresh,
);

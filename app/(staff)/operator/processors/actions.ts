"use server";

import { z } from "zod";
import { AppError } from "@/lib/base/errors";
import { announceChange, callOffChange, noticeDays } from "@/lib/oversight/processors/announce";
import { keepFacts, withdrawProcessor } from "@/lib/oversight/processors/keep-facts";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const text = (most: number, missing: string) => z.string().trim().min(1, missing).max(most);
const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const hosts = z
  .string()
  .max(2_000)
  .transform((given) => [
    ...new Set(
      given
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  ])
  .refine(
    (names) => names.every((name) => hostName.test(name)),
    "Give host names such as api.example.com, one on a line, without https://.",
  );
const day = z.union([z.literal(""), z.iso.date("Choose a day.")]).transform((given) => given || null);

const promised = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,39}$/, "Small letters, digits and hyphens, such as mail-archive."),
  name: text(120, "Give its name."),
  purpose: text(500, "Say what it is for."),
  data: text(1_000, "Say in full what of ours it receives."),
  region: text(120, "Say in which country or region it processes."),
  hosts,
  effective: day,
  urgent: z.string().trim().max(500),
});

export const announce = staffAction(
  "processors.write",
  promised,
  async (staff, { effective, urgent, ...rest }) => {
    const effectiveAt = effective === null ? null : new Date(`${effective}T00:00:00Z`);
    try {
      await announceChange(staffActor(staff), rest, { effectiveAt, urgentReason: urgent });
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.facts.field !== "effective") throw thrown;
      const effectiveText = `Choose a day at least ${noticeDays} days ahead, leave it empty for the soonest, or say why it cannot wait.`;
      throw new AppError("invalid_input", { fields: JSON.stringify({ effective: effectiveText }) });
    }
    return { status: "done", message: "Announced. Members are told within a minute, and it is on the public list." };
  },
  { fresh: true },
);

export const callOff = staffAction(
  "processors.write",
  z.object({ change: z.uuid() }),
  async (staff, { change }) => {
    await callOffChange(staffActor(staff), change);
    return { status: "done", message: "Called off. What stood before goes on, and whoever was told of it is told so by mail." };
  },
  { fresh: true },
);

const pairs = [
  ["agreement", "agreedOn", "Give the agreement and its day, or neither."],
  ["certificate", "certificateUntil", "Give the certificate and its last day, or neither."],
  ["reviewedOn", "reviewDue", "Give the day of the review and that of the next one, or neither."],
] as const;
const facts = z
  .object({
    processor: z.uuid(),
    agreement: z
      .string()
      .trim()
      .max(200)
      .transform((given) => given || null),
    agreedOn: day,
    certificate: z
      .string()
      .trim()
      .max(200)
      .transform((given) => given || null),
    certificateUntil: day,
    reviewedOn: day,
    reviewDue: day,
  })
  .superRefine((given, context) => {
    for (const [one, other, message] of pairs)
      if ((given[one] === null) !== (given[other] === null)) context.addIssue({ code: "custom", path: [other], message });
  });

export const keep = staffAction(
  "processors.write",
  facts,
  async (staff, { processor, ...rest }) => {
    await keepFacts(staffActor(staff), processor, rest);
    return { status: "done", message: "Kept. It promises members nothing, so it counts at once." };
  },
  { fresh: true },
);

export const withdraw = staffAction(
  "processors.write",
  z.object({ processor: z.uuid() }),
  async (staff, { processor }) => {
    await withdrawProcessor(staffActor(staff), processor);
    return { status: "done", message: "Taken off the list." };
  },
  { fresh: true },
);

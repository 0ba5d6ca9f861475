"use server";

import { z } from "zod";
import { block } from "@/lib/oversight/blocks/block";
import { findTarget } from "@/lib/oversight/blocks/find-target";
import { liftBlock } from "@/lib/oversight/blocks/lift-block";
import { blockHours, blockReasons } from "@/lib/oversight/blocks/reasons";
import { staffAction } from "@/lib/web/action";
import { client } from "@/lib/web/client";
import { staffActor } from "@/lib/web/session";

const asked = z.object({
  target: z.string().trim().min(1, "Enter an address, a network or an account.").max(254),
  reason: z.enum(blockReasons, "Choose why."),
  hours: z.coerce.number().refine((hours) => blockHours.some((one) => one === hours), "Choose for how long."),
});

export const shutOut = staffAction(
  "blocks.write",
  asked,
  async (staff, given) => {
    const actor = staffActor(staff);
    const target = await findTarget(actor, given.target);
    await block(actor, { target, reason: given.reason, hours: given.hours, from: (await client()).address });
    return { status: "done", message: "Shut out, with your name. It counts within a few seconds, and ends by itself." };
  },
  { fresh: true },
);

export const lift = staffAction(
  "blocks.write",
  z.object({ block: z.uuid() }),
  async (staff, given) => {
    await liftBlock(staffActor(staff), given.block);
    return { status: "done", message: "Lifted. It is let in again within a few seconds." };
  },
  { fresh: true },
);

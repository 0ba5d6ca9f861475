"use server";

import { z } from "zod";
import { roles } from "@/lib/accounts/permissions";
import { setRole } from "@/lib/accounts/set-role";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const change = z.object({ member: z.uuid(), role: z.enum([...roles, "none"], "Choose a role.") });

export const changeRole = staffAction(
  "staff.write",
  change,
  async (staff, { member, role }) => {
    await setRole(staffActor(staff), member, role === "none" ? null : role);
    return { status: "done", message: "The role is changed. Their sessions have ended, and they are told by mail." };
  },
  { fresh: true },
);

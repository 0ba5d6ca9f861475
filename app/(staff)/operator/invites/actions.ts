"use server";

import { z } from "zod";
import { capMembers, mostPlaces } from "@/lib/accounts/cap-members";
import { inviteDays, inviteSomeone } from "@/lib/accounts/invite";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { staffAction } from "@/lib/web/action";
import { staffActor } from "@/lib/web/session";

const invite = z.object({ invite: z.uuid() });

export const makeInvite = staffAction(
  "invites.write",
  z.object({ email: z.string().trim().min(1, "Enter an e-mail address.").max(254) }),
  async (staff, { email: address }) => {
    const { email } = await inviteSomeone(staffActor(staff), address);
    return { status: "done", message: `Invited ${email}. The list shows when the link is sent; it works for ${inviteDays} days.` };
  },
);

export const sendInviteAgain = staffAction("invites.write", invite, async (staff, given) => {
  const { email } = await resendInvite(staffActor(staff), given.invite);
  return { status: "done", message: `A new link for ${email} is to be sent. Earlier links no longer work.` };
});

export const takeInviteBack = staffAction("invites.write", invite, async (staff, given) => {
  const { email } = await revokeInvite(staffActor(staff), given.invite);
  return { status: "done", message: `The invite of ${email} is revoked. Its link no longer works.` };
});

const cap = z.object({
  most: z
    .string()
    .trim()
    .regex(/^\d{0,7}$/, "Enter a whole number, or leave it empty.")
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((most) => most === null || most <= mostPlaces, `Enter at most ${mostPlaces}.`),
});

export const setCap = staffAction(
  "members.cap",
  cap,
  async (staff, { most }) => {
    await capMembers(staffActor(staff), most);
    return {
      status: "done",
      message: most === null ? "There is no bound any more." : `From now on nobody joins while there are ${most} active members.`,
    };
  },
  { fresh: true },
);

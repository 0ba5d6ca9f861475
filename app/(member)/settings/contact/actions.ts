"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { confirmContact, contactForm, saveContact } from "@/lib/accounts/keep-contact";
import { memberAction } from "@/lib/web/action";

export const keepContact = memberAction(contactForm, async (member, details) => {
  await saveContact(member.accountId, details);
});

/** Says that everything is still right, for another year. */
export const stillRight = memberAction(z.object({}), async (member) => {
  await confirmContact(member.accountId);
  redirect("/home");
});

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { openPortal } from "@/lib/billing/open-portal";
import { startCheckout } from "@/lib/billing/start-checkout";
import { memberAction } from "@/lib/web/action";

const nothing = z.object({});

/** Sends the member to Stripe's Checkout for the monthly plan. */
export const subscribe = memberAction(nothing, async (member) => {
  const { url } = await startCheckout(member.accountId);
  redirect(url);
});

/** Sends the member to Stripe's portal, to change the card or cancel. */
export const manage = memberAction(nothing, async (member) => {
  const { url } = await openPortal(member.accountId);
  redirect(url);
});

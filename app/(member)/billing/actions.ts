"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { askKeepPlan } from "@/lib/billing/ask-keep-plan";
import { openPortal } from "@/lib/billing/open-portal";
import { startCheckout } from "@/lib/billing/start-checkout";
import { memberAction } from "@/lib/web/action";

const nothing = z.object({});

/** Sends the member to Stripe's Checkout for the monthly plan. */
export const subscribe = memberAction(nothing, async (member) => {
  const { url } = await startCheckout(member.accountId);
  redirect(url);
});

/** Sends the member to Stripe's portal, to pay what is open or change the card. */
export const manage = memberAction(nothing, async (member) => {
  const { url } = await openPortal(member.accountId);
  redirect(url);
});

/** Sends the member to where Stripe takes another card. */
export const changeCard = memberAction(nothing, async (member) => {
  const { url } = await openPortal(member.accountId, "card");
  redirect(url);
});

/** Sends the member to where Stripe asks whether the plan shall end. */
export const cancelPlan = memberAction(nothing, async (member) => {
  const { url } = await openPortal(member.accountId, "cancel");
  redirect(url);
});

/** Takes a cancellation back: the worker tells Stripe, and the page says how far it is. */
export const keepPlan = memberAction(nothing, async (member) => {
  await askKeepPlan(member.accountId);
  redirect("/billing?plan=kept");
});

import { z } from "zod";
import { cents, day, instant, money, template } from "@/lib/notices/template";

const kept = "Work orders that were accepted for you are still yours.";

/** Mails about the standing of a plan, one a change. */
export const planTemplates = {
  "payment-failed": template(
    z.object({ cents, nextTry: instant.or(z.literal("none")), standing: z.enum(["active", "past_due"]).default("past_due") }),
    ({ cents: owed, nextTry, standing }, { site }) => ({
      subject: `The payment of ${money(owed)} for ${standing === "active" ? "a Holdfast invoice" : "your Holdfast plan"} failed`,
      paragraphs: [
        nextTry === "none"
          ? "Your card was not charged, and it is not tried again by itself. Change the card or pay the invoice from the billing page."
          : `Your card was not charged. Stripe tries again on ${day(nextTry)} (UTC). Change the card or pay the invoice from the billing page, and you need not wait for that.`,
        standing === "active"
          ? "Your plan itself is paid, so Holdfast goes on accepting what suits your rules, and each order is billed as before."
          : `Until it is paid, Holdfast accepts nothing new for you. ${kept} Those that wait for a buyer's answer are still followed.`,
      ],
      action: { label: "See your billing", url: `${site}/billing` },
    }),
  ),
  "plan-unpaid": template(z.object({ cents }), ({ cents: owed }, { site }) => ({
    subject: "Your Holdfast plan is not paid, and the automation has stopped",
    paragraphs: [
      `The payment of ${money(owed)} failed for the last time. Holdfast looks at no platform for you any more and accepts nothing. ${kept}`,
      "Pay the invoice or change the card from the billing page. Once it is paid, everything goes on by itself as you had set it.",
    ],
    action: { label: "See your billing", url: `${site}/billing` },
  })),
  "plan-ended": template(z.object({ because: z.enum(["cancelled", "payment_failed", "not_finished"]) }), ({ because }, { site }) => ({
    subject: because === "not_finished" ? "Your Holdfast plan did not begin" : "Your Holdfast plan has ended",
    paragraphs: [
      {
        cancelled: "Your plan has ended as it was cancelled.",
        payment_failed: "Your plan has ended, because its payment failed for the last time.",
        not_finished: "The first payment was not finished in time. Nothing was charged.",
      }[because],
      `Holdfast looks at no platform for you and accepts nothing. ${because === "not_finished" ? "" : `${kept} If some of them are on no invoice yet, a last one bills them and comes in a mail of its own.`}`.trim(),
      "Your connections, hours and rules stay as they are, and work again once you subscribe.",
    ],
    action: { label: "Subscribe again", url: `${site}/billing` },
  })),
  "plan-restored": template(z.object({ periodEnd: instant }), ({ periodEnd }, { site }) => ({
    subject: "Your Holdfast plan is paid and active again",
    paragraphs: [
      `The payment went through. Your plan is active until ${day(periodEnd)} and renews then. Everything goes on as you had set it.`,
    ],
    action: { label: "See your billing", url: `${site}/billing` },
  })),
  "plan-ends": template(z.object({ periodEnd: instant }), ({ periodEnd }, { site }) => ({
    subject: `Your Holdfast plan ends on ${day(periodEnd)}`,
    paragraphs: [
      `It was cancelled. Until ${day(periodEnd)} (UTC) everything goes on, and work orders that are accepted until then are billed on a last invoice.`,
      "Until then you can take it back with one press on the billing page.",
    ],
    action: { label: "See your billing", url: `${site}/billing` },
    closing: "If it was not you who cancelled it, keep the plan there and change your password.",
  })),
  "plan-goes-on": template(z.object({ periodEnd: instant }), ({ periodEnd }, { site }) => ({
    subject: "Your Holdfast plan goes on",
    paragraphs: [`The cancellation was taken back. Your plan renews on ${day(periodEnd)} (UTC).`],
    action: { label: "See your billing", url: `${site}/billing` },
  })),
} as const;

import { z } from "zod";
import { cents, money, template } from "@/lib/notices/template";

const refundReasons: Record<string, string> = {
  plan_ended_early: "Your plan ended before the month that you had paid was over.",
  service_failed: "The service did not do what it should.",
  goodwill: "The operator decided so.",
};

/** Mails about money that goes back, or that is billed once a plan is over. */
export const billingTemplates = {
  "refund-made": template(z.object({ amountCents: cents, reason: z.string() }), ({ amountCents, reason }, { operator }) => ({
    subject: `${money(amountCents)} of your Holdfast plan goes back to your card`,
    paragraphs: [
      `${refundReasons[reason] ?? ""} We have refunded ${money(amountCents)} for days of the paid month that are unused.`.trimStart(),
      "It goes to the card that paid. Banks take 5 to 10 days to show it.",
    ],
    closing: `If it does not arrive, write to ${operator}.`,
  })),
  "last-invoice": template(
    z.object({
      totalCents: cents,
      status: z.string(),
      url: z.url().or(z.literal("")),
      plan: z.enum(["ended", "unpaid"]).default("ended"),
    }),
    ({ totalCents, status, url, plan }, { operator }) => ({
      subject: `Your ${plan === "ended" ? "last " : ""}Holdfast invoice: ${money(Math.max(0, totalCents))}`,
      paragraphs: [
        `${plan === "ended" ? "Your plan has ended." : "Your plan is not paid, so no renewal bills what was accepted."} This invoice bills the accepted work orders that no other invoice had, one scheduling bandwidth unit each, less what was credited.`,
        totalCents < 0
          ? `More was credited than was to be billed: ${money(-totalCents)} stays as your credit at Stripe.`
          : status === "paid"
            ? `${money(totalCents)} was charged to your card.`
            : `${money(totalCents)} could not be charged to your card. Please pay it on Stripe's page.`,
      ],
      ...(url ? { action: { label: "Pay the invoice", url } } : {}),
      closing: `If something on it is not right, write to ${operator}.`,
    }),
  ),
} as const;

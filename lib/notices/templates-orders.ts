import { z } from "zod";
import { cents, instant, moment, money, type OfferTerms, platformName, template } from "@/lib/notices/template";

const order = z.object({ offerId: z.uuid(), platform: z.string(), windowStart: instant, timeZone: z.string() });
/** As `creditedForMinutes` in lib/terms/prices.ts has it; a test holds them together. */
const creditedFor = "30 minutes";
const notKept = "What the work is, you find on the platform: Holdfast does not keep it.";

/** What is looked up as the mail is sent and is not stored with it: it is kept for a day at most (docs/decisions/043). */
function termsOf(offer: OfferTerms | null): string {
  if (!offer) return "";
  const { payCents, distanceMiles } = offer;
  const far =
    distanceMiles === null ? "the platform does not say how far it is" : `it is ${Math.round(distanceMiles * 10) / 10} miles away`;
  return ` It pays ${money(payCents)}, and ${far}.`;
}

/** Mails about offers and accepted work: when, on which platform, what it pays and costs. Never what the work is, where or for whom. */
export const orderTemplates = {
  accepted: template(
    z.object({ acceptanceId: z.uuid(), platform: z.string(), windowStart: instant, timeZone: z.string(), amountCents: cents }),
    ({ platform, windowStart, timeZone, amountCents }, { site }) => ({
      subject: "A work order was accepted for you",
      paragraphs: [
        `Holdfast accepted a work order on ${platformName(platform)} for you, and the platform has confirmed that it is yours. It begins on ${moment(windowStart, timeZone)}.`,
        amountCents > 0
          ? `It used one scheduling bandwidth unit: ${money(amountCents)}, which your next invoice will show. Should the buyer cancel before the work begins or in its first ${creditedFor}, it is credited in full.`
          : "Nothing is charged for it, because we cannot show that it became yours through us.",
      ],
      action: { label: "See it in Holdfast", url: `${site}/home` },
      closing: notKept,
    }),
  ),
  "offer-asks": template(order, ({ offerId, platform, windowStart, timeZone }, { site, offer }) => ({
    subject: "An offer waits for your answer",
    paragraphs: [
      `An offer on ${platformName(platform)} fits your rules, and is not accepted without your word. The work would begin on ${moment(windowStart, timeZone)}.${termsOf(offer)}`,
      "Open it to say yes or no. Your time and your limits are looked at again at that moment, and the first to accept has it: the sooner the better.",
    ],
    action: { label: "Answer", url: `${site}/offers/${offerId}` },
    closing: notKept,
  })),
  "offer-fits": template(order, ({ offerId, platform, windowStart, timeZone }, { site, offer }) => ({
    subject: "An offer fits your rules",
    paragraphs: [
      `An offer on ${platformName(platform)} fits your rules. The work would begin on ${moment(windowStart, timeZone)}.${termsOf(offer)} You asked to be told and not to have it accepted.`,
    ],
    action: { label: "See it in Holdfast", url: `${site}/offers/${offerId}` },
    closing: notKept,
  })),
  "work-moved": template(order.extend({ conflict: z.boolean() }), ({ offerId, platform, windowStart, timeZone, conflict }, { site }) => ({
    subject: conflict ? "A work order was moved onto time that is taken" : "A work order was moved",
    paragraphs: [
      `The buyer has moved a work order that was accepted for you on ${platformName(platform)}. It now begins on ${moment(windowStart, timeZone)}.`,
      conflict
        ? "At its new time it lies on other work of yours, on time that your calendar or the platform says is taken, or on the time that you keep free around work. Settle it with the buyer on the platform: Holdfast gives nothing back for you."
        : "Your schedule in Holdfast has followed. Nothing more is charged for it.",
    ],
    action: { label: "See it in Holdfast", url: `${site}/offers/${offerId}` },
    closing: notKept,
  })),
  "work-ended": template(
    order.extend({ because: z.enum(["cancelled", "given_back"]), credited: z.boolean() }),
    ({ offerId, platform, windowStart, timeZone, because, credited }, { site }) => ({
      subject: because === "cancelled" ? "A work order was cancelled" : "A work order is no longer yours",
      paragraphs: [
        because === "cancelled"
          ? `The buyer has cancelled a work order that was accepted for you on ${platformName(platform)}. It was to begin on ${moment(windowStart, timeZone)}.`
          : `A work order that was accepted for you on ${platformName(platform)}, and was to begin on ${moment(windowStart, timeZone)}, is no longer assigned to you there.`,
        credited
          ? `It was cancelled before the work began or in its first ${creditedFor}, so its unit is credited in full on your next invoice. Its time is free again.`
          : "Its time is free again. What it cost, if anything, stays charged, since it had been accepted; if you think that is wrong, tell us.",
      ],
      action: { label: "See it in Holdfast", url: `${site}/offers/${offerId}` },
    }),
  ),
} as const;

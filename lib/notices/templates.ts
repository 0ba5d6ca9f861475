import { z } from "zod";
import { cents, day, instant, linkOf, money, none, platformName, template } from "@/lib/notices/template";
import { accountTemplates } from "@/lib/notices/templates-account";
import { billingTemplates } from "@/lib/notices/templates-billing";
import { digestTemplates } from "@/lib/notices/templates-digest";
import { incidentTemplates } from "@/lib/notices/templates-incidents";
import { orderTemplates } from "@/lib/notices/templates-orders";
import { planTemplates } from "@/lib/notices/templates-plan";
import { policyTemplates } from "@/lib/notices/templates-policy";
import { staffTemplates } from "@/lib/notices/templates-staff";

/** Every mail that is sent: the facts that its outbox row holds, and what it says. */
export const templates = {
  ...accountTemplates,
  ...orderTemplates,
  ...billingTemplates,
  ...digestTemplates,
  ...planTemplates,
  ...staffTemplates,
  ...incidentTemplates,
  ...policyTemplates,
  invite: template(z.object({ generation: z.number().int() }), (_, around) => {
    const { url, expiresAt } = linkOf(around);
    return {
      subject: "Your invitation to Holdfast",
      paragraphs: [
        "You are invited to join Holdfast. It watches your dispatch platforms and accepts the work orders that fit your schedule and your rules.",
        `The link below is for you alone. It works once, until ${day(expiresAt.toISOString())}. It first shows you the price and the data security policy; nothing is charged for joining.`,
      ],
      action: { label: "Accept the invitation", url },
      closing: "If you did not expect this, you need not do anything.",
    };
  }),
  "invite-asked": template(none, (_, { about }) => ({
    subject: "Someone asks for a new invitation",
    paragraphs: [
      `A link that no longer works was opened, and a new one was asked for by ${about}.`,
      "To see who is waiting, run: npm run operator -- asks",
      "To invite them, run: npm run operator -- invite, followed by the address. If an earlier invite is still open, send it again instead: npm run operator -- resend, followed by the address.",
    ],
  })),
  "connection-working": template(z.object({ platform: z.string() }), ({ platform }, { site }) => ({
    subject: `${platformName(platform)} is connected`,
    paragraphs: [
      `The login that you gave us for ${platformName(platform)} works. You decide when Holdfast starts to accept work orders there.`,
    ],
    action: { label: "See your connections", url: `${site}/connections` },
    closing: "If it was not you who connected it, log in and unlink it, and change the password on the platform.",
  })),
  "connection-refused": template(z.object({ platform: z.string() }), ({ platform }, { site }) => ({
    subject: `${platformName(platform)} refuses your login`,
    paragraphs: [
      `${platformName(platform)} does not accept the login that you gave us, perhaps because its password was changed or the seat was taken back. Until it works again, Holdfast watches nothing there and accepts nothing for you.`,
      "Check it on the platform, then replace it in Holdfast. Meanwhile it is tried again only a few times in four days, so that the platform does not lock you out.",
    ],
    action: { label: "Replace the login", url: `${site}/connections` },
    closing: "This is the one mail about it, unless it works again.",
  })),
  "connection-lost-key": template(z.object({ platform: z.string() }), ({ platform }, { site }) => ({
    subject: `Please give us your ${platformName(platform)} login once more`,
    paragraphs: [
      `Holdfast was put back from a backup, and the key to your stored ${platformName(platform)} login is not in it. Nobody can open that login any more, and it was deleted. Until you give it once more, Holdfast watches nothing there and accepts nothing for you.`,
      "You were logged out everywhere, and a change that you made shortly before may be missing. Look through your schedule and your rules when you log in.",
    ],
    action: { label: "Give the login once more", url: `${site}/connections` },
  })),
  "connection-restored": template(z.object({ platform: z.string() }), ({ platform }, { site }) => ({
    subject: `${platformName(platform)} accepts your login again`,
    paragraphs: [
      `${platformName(platform)} has accepted the login that it refused before. Holdfast goes on as you had set it; you need do nothing.`,
    ],
    action: { label: "See your connections", url: `${site}/connections` },
  })),
  "processor-change": template(
    z.object({ name: z.string(), isNew: z.number().int(), urgent: z.number().int(), effectiveAt: instant }),
    ({ name, isNew, urgent, effectiveAt }, { site, operator }) => ({
      subject: isNew ? `${name} will process data for Holdfast` : `What ${name} processes for Holdfast changes`,
      paragraphs: [
        isNew
          ? `From ${day(effectiveAt)} on, ${name} processes data for us.`
          : `From ${day(effectiveAt)} on, something changes about what ${name} does for us: why, which data it receives, or where.`,
        ...(urgent ? ["It could not wait for the usual notice of 14 days. The page says why."] : []),
        "The page shows what it receives, what for and where, beside what holds until then.",
      ],
      action: { label: "See who processes data for us", url: `${site}/trust/processors` },
      closing: `If you do not agree, write to ${operator}, or cancel your plan before that day.`,
    }),
  ),
  "processor-change-called-off": template(
    z.object({ name: z.string(), isNew: z.number().int(), effectiveAt: instant }),
    ({ name, isNew, effectiveAt }, { site, operator }) => ({
      subject: isNew ? `${name} will not process data for Holdfast` : `What ${name} processes for Holdfast stays as it is`,
      paragraphs: [
        isNew
          ? `We had told you that ${name} would process data for us from ${day(effectiveAt)} on. That is called off: it receives nothing from us.`
          : `We had told you that something about what ${name} does for us would change on ${day(effectiveAt)}. That is called off: nothing changes.`,
        "You need do nothing.",
      ],
      action: { label: "See who processes data for us", url: `${site}/trust/processors` },
      closing: `If you had cancelled your plan because of it, you can have it back under Billing, or write to ${operator}.`,
    }),
  ),
  "subscription-active": template(z.object({ periodEnd: instant, monthlyCents: cents, unitCents: cents }), (facts, { site }) => ({
    subject: "Your Holdfast plan is active",
    paragraphs: [
      `Your plan is active until ${day(facts.periodEnd)} and renews then, until you cancel it.`,
      `The price is ${money(facts.monthlyCents)} a month and ${money(facts.unitCents)} for each work order that is accepted for you.`,
    ],
    action: { label: "See your billing", url: `${site}/billing` },
  })),
} as const;

export type TemplateName = keyof typeof templates;

export function isTemplate(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

/** The facts of a template's outbox row: ids, numbers and codes. */
export type FactsOf<Name extends TemplateName> = z.infer<(typeof templates)[Name]["facts"]>;

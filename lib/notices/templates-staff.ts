import { z } from "zod";
import { instant, moment, none, platformName, template } from "@/lib/notices/template";

const reasons: Record<string, string> = {
  asked_by_member: "You asked for it.",
  security_concern: "We have a concern about the security of your account.",
  terms_broken: "The terms of your membership were not kept.",
  unpaid: "Your plan has not been paid.",
};
const why = z.object({ reason: z.string() });
const from = z.object({ from: instant });

const blockReasons: Record<string, string> = {
  password_guessing: "Somebody is trying out passwords on it.",
  taken_over: "Somebody else may have got into it.",
  incident: "It is concerned by an incident that is being looked into.",
};

/** Mails about an account's standing and about staff's work on it. */
export const staffTemplates = {
  "platform-changed": template(z.object({ platform: z.string() }), ({ platform }, { site }) => ({
    subject: `${platformName(platform)} answers in an unknown shape`,
    paragraphs: [
      `${platformName(platform)} has answered a call in a way that its adapter does not know. Nothing is looked at or accepted there any more, for anyone: nothing is guessed.`,
      `Compare the platform's answers with docs/platforms, mend the adapter, and then let it go on with: npm run operator -- permit ${platform}`,
    ],
    action: { label: "Open Holdfast", url: `${site}/operator` },
    closing: "This is the one mail about it, until the platform has been permitted anew.",
  })),
  "books-differ": template(z.object({ fresh: z.number(), open: z.number() }), ({ fresh, open }, { site }) => ({
    subject: "Our books and Stripe's differ",
    paragraphs: [
      `The comparison of our books with Stripe's found ${fresh === 1 ? "1 new difference" : `${fresh} new differences`}. ${open === 1 ? "1 is" : `${open} are`} open in all.`,
      "Each is shown with the repair that is proposed. Nothing is repaired before somebody asks for it.",
    ],
    action: { label: "Look at the differences", url: `${site}/operator/money` },
  })),
  "anomaly-found": template(
    z.object({ anomalyId: z.uuid(), rule: z.string(), title: z.string(), severity: z.string() }),
    ({ anomalyId, rule, title, severity }, { site }) => ({
      subject: `Anomaly (${severity}): ${title}`,
      paragraphs: [
        `${title}. What was seen, why it matters and what to do is on its page.`,
        `The same steps, for when the pages cannot be reached: docs/operations/runbooks/${rule}.md`,
      ],
      action: { label: "Look into it", url: `${site}/operator/anomalies/${anomalyId}` },
      closing: "This is the one mail about it, until it is closed.",
    }),
  ),
  "anomalies-found": template(
    z.object({ number: z.number(), severity: z.string(), titles: z.string() }),
    ({ number, severity, titles }, { site }) => ({
      subject: `${number} anomalies (${severity}) found at once`,
      paragraphs: [
        `${number} anomalies were found in one look. What was seen, why it matters and what to do is on the page of each.`,
        ...titles.split("\n").map((title) => `${title}.`),
        "The same steps, for when the pages cannot be reached: docs/operations/runbooks",
      ],
      action: { label: "Look into them", url: `${site}/operator/anomalies` },
      closing: "This is the one mail about them, until they are closed.",
    }),
  ),
  "service-alarm": template(z.object({ kind: z.string(), title: z.string(), text: z.string() }), ({ kind, title, text }, { site }) => ({
    subject: `Alarm: ${title}`,
    paragraphs: [text, `What to do: docs/operations/runbooks/${kind}.md`],
    action: { label: "See how the service stands", url: `${site}/operator/service` },
    closing: "This is the one mail about it, until it has ended and begins again.",
  })),
  "review-overdue": template(
    z.object({ kind: z.enum(["accesses", "rights"]), period: z.string(), left: z.number() }),
    ({ kind, period, left }, { site }) => ({
      subject: `A review is overdue: ${kind === "accesses" ? "accesses" : "roles and keys"} of ${period}`,
      paragraphs: [
        `The review of ${kind === "accesses" ? "a sample of the accesses" : "roles and keys"} of ${period} was to be finished by now. ${left === 1 ? "1 item is" : `${left} items are`} left to judge.`,
        "Each wants a look at why something was done, and a note.",
      ],
      action: { label: "Judge what is left", url: `${site}/operator/reviews` },
      closing: "This is the one mail about it.",
    }),
  ),
  "control-fails": template(
    z.object({ check: z.string(), about: z.string(), result: z.enum(["fails", "unknown"]), seen: z.string() }),
    ({ check, about, result, seen }, { site }) => ({
      subject: `A control ${result === "fails" ? "fails" : "can be seen no more"}: ${check}`,
      paragraphs: [
        `${about}: ${seen}`,
        result === "fails"
          ? "It shows as failing on /trust, to everybody, until it holds again."
          : "It held before. It shows as unknown on /trust, to everybody, until it can be seen again.",
      ],
      action: { label: "Look at the controls", url: `${site}/operator/controls` },
      closing: "This is the one mail about it, until it has held again.",
    }),
  ),
  "role-changed": template(z.object({ role: z.string() }), ({ role }, { site }) => ({
    subject: "Your role at Holdfast has changed",
    paragraphs: [
      role === "none"
        ? "You no longer have a staff role at Holdfast. Your own membership stays as it is."
        : `You now have the role ${role} at Holdfast. Its pages open once you have set up a second factor, best a passkey.`,
      "You were logged out everywhere. Log in again to go on.",
    ],
    action: { label: "Log in", url: `${site}/login` },
    closing: "If you did not expect this, tell another owner at once.",
  })),
  "account-suspended": template(why, ({ reason }, { operator }) => ({
    subject: "Your Holdfast account is suspended",
    paragraphs: [
      `${reasons[reason] ?? ""} Until the suspension ends you cannot log in, and Holdfast accepts nothing for you. Nothing of yours was deleted.`.trimStart(),
      "Work orders that were accepted before are still yours; you find them on the platform.",
      "A plan is not paused by the suspension: it renews each month until it is cancelled. Work orders that the platform had confirmed as yours before stay charged, one scheduling bandwidth unit each, and come with your next invoice where none has had them yet. You cannot cancel the plan yourself while you are suspended: the operator can, and may refund what is unused.",
    ],
    closing: `If you think that this is a mistake, or want the plan cancelled, write to ${operator}.`,
  })),
  "account-blocked": template(z.object({ reason: z.string(), until: instant }), ({ reason, until }, { operator }) => ({
    subject: "Logins to your Holdfast account are stopped for a time",
    paragraphs: [
      `${blockReasons[reason] ?? ""} Every device is logged out, and until ${moment(until, "UTC")} nobody can log in to your account, or set its password by mail. Then it opens by itself.`.trimStart(),
      "Nothing was deleted, and Holdfast goes on with what you have set: automatic acceptance stays as it is.",
    ],
    closing: `To be let in sooner, or to have acceptance stopped meanwhile, write to ${operator}.`,
  })),
  "account-reinstated": template(none, (_, { site }) => ({
    subject: "Your Holdfast account is open again",
    paragraphs: ["The suspension of your account has ended. You can log in, and connections that were on are watched again."],
    action: { label: "Log in", url: `${site}/login` },
  })),
  "account-terminated": template(why, ({ reason }, { operator }) => ({
    subject: "Your Holdfast membership has ended",
    paragraphs: [
      `${reasons[reason] ?? ""} Your membership has ended for good. You cannot log in any more.`.trimStart(),
      "The platform logins that you gave us were deleted and their keys are being destroyed. Work orders that were accepted before are still yours; you find them on the platform.",
      "Your plan ends too, and renews no more. Work orders that the platform had confirmed as yours stay charged: those that no invoice had yet come on one last invoice. Whether unused days of a month that you have paid are refunded, you learn from the operator.",
    ],
    closing: `If you think that this is a mistake, write to ${operator}.`,
  })),
  "factor-reset-asked": template(z.object({ from: z.union([z.literal("confirmation"), instant]) }), ({ from: at }) => ({
    subject: "Someone asks to remove your second factors",
    paragraphs: [
      at === "confirmation"
        ? "A member of our staff has asked to remove all second factors of your account, because they are said to be lost. Nothing happens before another one confirms it."
        : `Someone with access to our host has asked to remove all second factors of your account, because they are said to be lost. It takes effect on ${moment(at, "UTC")}, unless an owner cancels it before.`,
    ],
    closing: "If you have not lost them, tell an owner at once.",
  })),
  "factor-reset-announced": template(from, ({ from: at }, { site }) => ({
    subject: "Second factors are about to be reset from the host",
    paragraphs: [
      `Someone with access to the host has asked to remove all second factors of an account. It takes effect on ${moment(at, "UTC")}.`,
      "If nobody has told you why, cancel it before then.",
    ],
    action: { label: "See it and cancel it", url: `${site}/operator/resets` },
  })),
  "factor-reset-confirmed": template(none, (_, { site }) => ({
    subject: "Your second factors will be removed at your next login",
    paragraphs: [
      "Two members of our staff have agreed to remove all second factors of your account. You were logged out everywhere. Your next login needs your password alone and removes them; set up a new factor right after it.",
    ],
    action: { label: "Log in", url: `${site}/login` },
    closing: "If you have not lost your factors, tell an owner at once.",
  })),
  "factor-reset-cancelled": template(none, () => ({
    subject: "Your second factors stay",
    paragraphs: ["The reset of your second factors was cancelled. They work as before."],
  })),
  "factors-reset": template(none, (_, { site }) => ({
    subject: "Your second factors were removed",
    paragraphs: [
      "At a login with your password, all second factors and recovery codes of your account were removed, as was agreed before.",
    ],
    action: { label: "Set up a new factor", url: `${site}/settings/security` },
    closing: "If that login was not yours, tell an owner at once.",
  })),
} as const;

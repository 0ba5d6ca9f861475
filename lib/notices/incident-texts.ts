/**
 * What members are told when an incident touched their data: whole texts that were written and reviewed with this code, filled with times and codes
 * alone, so that no notice can hold case details or what somebody typed in haste. Mail and page say the same. Clause 8b.
 */
export const noticeTemplates = {
  accessed: {
    title: "Your data was seen by someone who should not have seen it",
    text: "Between {from} and {to} (UTC), someone without the right to do so had access to data of yours that we hold.",
  },
  possibly_accessed: {
    title: "Your data may have been seen by someone who should not have seen it",
    text: "Between {from} and {to} (UTC), someone without the right to do so may have had access to data of yours that we hold. We have no sign that it was used.",
  },
  login_exposed: {
    title: "A platform login of yours may be known to someone else",
    text: "Between {from} and {to} (UTC), a sealed platform login of yours may have been opened by someone without the right to do so.",
  },
  altered: {
    title: "Data of yours was altered or lost",
    text: "Between {from} and {to} (UTC), data of yours that we hold was altered or lost through no act of yours.",
  },
} as const;
export type NoticeTemplate = keyof typeof noticeTemplates;
export const noticeTemplateCodes = Object.keys(noticeTemplates) as [NoticeTemplate, ...NoticeTemplate[]];

/** Kinds of data that a notice names. */
export const dataNames = {
  email: "your e-mail address",
  contact: "your name and phone number",
  schedule: "your hours and rules",
  offers: "which offers were decided on, and how",
  billing: "what you were charged; card numbers are never held by us",
  platform_login: "your sealed platform login",
  sessions: "from which devices and networks you logged in",
} as const;

/** What a notice asks the member to do. */
export const adviceTexts = {
  change_platform_password: "Change your password on the platform itself, then seal the new login under Connections.",
  change_password: "Set a new password under Settings, one that you use nowhere else.",
  add_factor: "Add a second factor under Settings, best a passkey.",
  check_sessions: "Look at your logins under Settings, and end each that you do not know.",
  watch_mail: "Be wary of mail and calls that mention your work with us: we never ask for a password.",
  nothing: "You need not do anything.",
} as const;

const utc = (at: string) =>
  new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "long", timeStyle: "short" }).format(new Date(at));
const known = <Code extends string>(names: Record<Code, string>, codes: readonly string[]): string[] =>
  codes.filter((code): code is Code => Object.hasOwn(names, code)).map((code) => names[code]);

export type NoticeText = { title: string; paragraphs: string[]; advice: string[] };

/** A notice in words, as its mail and its page say it. */
export function noticeText(
  template: NoticeTemplate,
  { from, to, data, advice }: { from: string; to: string; data: string[]; advice: string[] },
): NoticeText {
  const { title, text } = noticeTemplates[template];
  const names = new Intl.ListFormat("en").format(known(dataNames, data));
  return {
    title,
    paragraphs: [
      text.replace("{from}", utc(from)).replace("{to}", utc(to)),
      ...(names ? [`This is about ${names}.`] : []),
      "We have contained it and are looking into how it came about. Titles, addresses and contacts of work orders are not stored here, and so were not part of it.",
    ],
    advice: known(adviceTexts, advice),
  };
}

import { z } from "zod";
import type { MailRow } from "@/db/queries/outbox";
import { platformNames } from "@/lib/base/platform-names";
import type { LoginSeen } from "@/lib/notices/describe-login";

/** A mail before it is set as text and HTML. Plain sentences; never case details, never a secret but the link. */
export type Content = { subject: string; paragraphs: string[]; action?: { label: string; url: string }; closing?: string };

/** What is looked up as a mail is sent and is never stored with it. */
export type Surroundings = {
  /** Where the website is, without a trailing slash. */
  site: string;
  /** The signed link and until when it works, for templates that have one. */
  link: { url: string; expiresAt: Date } | null;
  /** The e-mail address that the mail is about, for mails to the operator. */
  about: string | null;
  /** The login that the mail is about. */
  login: LoginSeen | null;
  /** What a digest tells of, and the member's time zone; null for other mails. */
  digest: DigestContents | null;
  /** What is still kept of the offer that the mail is about; null when that is nothing. */
  offer: OfferTerms | null;
  /** Whom to write to, as a sentence has it: the operator's address where it is configured. */
  operator: string;
};

/** What a platform pays for an offer, and how far it is; null where it does not say. */
export type OfferTerms = { payCents: number; distanceMiles: number | null };

export type DigestContents = { mails: Pick<MailRow, "template" | "facts" | "createdAt">[]; timeZone: string };

/** A template checks the stored facts before it uses them: a row that does not fit is a bug, and is not sent. */
export function template<Facts extends z.ZodType>(facts: Facts, compose: (facts: z.infer<Facts>, around: Surroundings) => Content) {
  return { facts, compose: (stored: unknown, around: Surroundings): Content => compose(facts.parse(stored), around) };
}

/** For templates that need no facts. */
export const none = z.object({});
export const cents = z.number().int();
export const instant = z.iso.datetime();

export const money = (amount: number) => `$${(amount / 100).toFixed(2)}`;
export const day = (at: string) => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "long" }).format(new Date(at));
export const moment = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "long",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(at));
const names = new Map<string, string>(Object.entries(platformNames));
/** A platform's id as people write it. */
export const platformName = (id: string) => names.get(id) ?? id;

/** The link of a mail that cannot do without one. */
export function linkOf({ link }: Surroundings): { url: string; expiresAt: Date } {
  if (!link) throw new Error("this mail needs a signed link");
  return link;
}

import type { LinkKind, MailLinkKind } from "@/lib/notices/link-format";

/** Where a link of each kind leads. Opening one changes nothing: the page has a button. */
export const linkPaths = {
  invite: "/invite",
  reset: "/reset",
  "confirm-email": "/confirm",
  "undo-email": "/undo",
  "not-me": "/not-me",
  unsubscribe: "/unsubscribe",
} as const satisfies Record<LinkKind, string>;

/** The templates that carry a link whose right is a row of mail_links; the mail's subject is that row. */
const linkTemplates: Record<string, MailLinkKind> = {
  "password-reset": "reset",
  "email-confirm": "confirm-email",
  "email-changed": "undo-email",
  "email-restored": "reset",
  "new-device": "not-me",
};

/** Mails that somebody may be waiting for. They have a queue of their own: no burst of notices or invites stands before them. */
export const awaitedTemplates: readonly string[] = Object.keys(linkTemplates);

export function linkOfTemplate(template: string): MailLinkKind | null {
  return linkTemplates[template] ?? null;
}

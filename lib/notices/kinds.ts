import type { TemplateName } from "@/lib/notices/templates";

/** Mail that a member may do without, and when each kind of it can be told. A question that waits for a digest is answered too late. */
export const optionalKinds = {
  questions: ["at_once", "never"],
  offers: ["at_once", "digest", "never"],
  work: ["at_once", "digest", "never"],
  connection: ["at_once", "digest", "never"],
} as const;
export type OptionalKind = keyof typeof optionalKinds;
/** What the link in a mail's foot can stop. */
export type StoppableKind = OptionalKind | "digest";
type NoticeKind = StoppableKind | "account" | "billing";

/** What each mail is. Those of `account` and `billing` are always sent, and at once. */
const kindOfTemplate: Record<TemplateName, NoticeKind> = {
  invite: "account",
  "invite-asked": "account",
  "platform-changed": "account",
  "connection-lost-key": "account",
  "new-device": "account",
  "password-reset": "account",
  "password-changed": "account",
  "email-confirm": "account",
  "email-changed": "account",
  "email-restored": "account",
  "factor-added": "account",
  "factor-removed": "account",
  "recovery-codes-made": "account",
  "recovery-code-used": "account",
  "account-erased": "account",
  "review-overdue": "account",
  "service-alarm": "account",
  "role-changed": "account",
  "account-suspended": "account",
  "account-reinstated": "account",
  "account-terminated": "account",
  "account-blocked": "account",
  "anomaly-found": "account",
  "anomalies-found": "account",
  "many-networks": "account",
  "factor-reset-asked": "account",
  "factor-reset-announced": "account",
  "factor-reset-confirmed": "account",
  "factor-reset-cancelled": "account",
  "factors-reset": "account",
  "subscription-active": "billing",
  "payment-failed": "billing",
  "plan-unpaid": "billing",
  "plan-ended": "billing",
  "plan-restored": "billing",
  "plan-ends": "billing",
  "plan-goes-on": "billing",
  "refund-made": "billing",
  "last-invoice": "billing",
  "books-differ": "account",
  "control-fails": "account",
  "incident-opened": "account",
  "incident-notice": "account",
  "policy-announced": "account",
  "policy-in-force": "account",
  "processor-change": "account",
  "processor-change-called-off": "account",
  "offer-asks": "questions",
  "offer-fits": "offers",
  accepted: "work",
  "work-moved": "work",
  "work-ended": "work",
  "connection-working": "connection",
  "connection-refused": "connection",
  "connection-restored": "connection",
  digest: "digest",
};

/** The kind under which a mail can be stopped; null for mail that is always sent. */
export function stoppableKind(template: TemplateName): StoppableKind | null {
  const kind = kindOfTemplate[template];
  return kind === "account" || kind === "billing" ? null : kind;
}

/** Whether a mail is too late in a digest: work that is no longer there, or that lies on time that is taken now. */
export function isUrgent(template: TemplateName, facts: Record<string, unknown>): boolean {
  return template === "work-ended" || (template === "work-moved" && facts.conflict === true);
}

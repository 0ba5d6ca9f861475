import { runningOutDays } from "@/lib/oversight/evidence/standing";
import { expiringDays, type WaitKind } from "@/lib/oversight/read-today";

type Text = { href: string; title: (number: number) => string; text: string; go: string };

const plural = (number: number, one: string, many: string) => (number === 1 ? `1 ${one}` : `${number} ${many}`);

/** What each kind of thing that waits for a person is, and where it is done. */
export const todayTexts: Record<WaitKind, Text> = {
  alarms: {
    href: "/operator/service",
    title: (number) => `${plural(number, "alarm", "alarms")} of the service itself`,
    text: "Something that has to run by itself does not. Each says what it means, and which runbook to follow.",
    go: "See how the service stands",
  },
  incidents: {
    href: "/operator/incidents",
    title: (number) => `${plural(number, "incident", "incidents")} under way`,
    text: "Each has a clock that runs since it became known, for members and for authorities.",
    go: "Handle incidents",
  },
  stops: {
    href: "/operator/incidents",
    title: (number) => `${plural(number, "stop stands", "stops stand")}`,
    text: "A platform, every call or the opening of logins is stopped for an incident. The incident's page has the way to lift it.",
    go: "Look at incidents",
  },
  controls: {
    href: "/operator/controls",
    title: (number) => `${plural(number, "control does", "controls do")} not hold`,
    text: "Everybody can see it on /trust: what fails, or held and can be seen no more.",
    go: "Look at controls",
  },
  outside: {
    href: "/operator/reports",
    title: (number) => `${plural(number, "report", "reports")} from outside ${number === 1 ? "waits" : "wait"}`,
    text: "Somebody reports a vulnerability or an access that they suspect. When each has to be looked at stands beside it.",
    go: "Look into reports",
  },
  corrective: {
    href: "/operator/incidents",
    title: (number) => `${plural(number, "corrective action is", "corrective actions are")} late`,
    text: "An incident stays open until each has its test or its change.",
    go: "Look at incidents",
  },
  reports: {
    href: "/operator/reports",
    title: (number) => `${plural(number, "report", "reports")} of a login that was not the member's`,
    text: "Their sessions have ended and their automation is paused. Someone should speak with them.",
    go: "Look into reports",
  },
  anomalies: {
    href: "/operator/anomalies?state=waiting",
    title: (number) => `${plural(number, "anomaly", "anomalies")} that nobody has looked at`,
    text: "Something unusual was noticed. Each says what was seen, why it matters and what to do.",
    go: "Look at anomalies",
  },
  resets: {
    href: "/operator/resets?state=open",
    title: (number) => `${plural(number, "reset", "resets")} of second factors under way`,
    text: "Each needs a second person's word, or is counting down and can still be cancelled.",
    go: "Look at resets",
  },
  differences: {
    href: "/operator/money",
    title: (number) => `${plural(number, "difference", "differences")} between our books and Stripe's`,
    text: "Each is shown with the repair that is proposed. Nothing is repaired before somebody asks for it.",
    go: "Look at money",
  },
  overdueReviews: {
    href: "/operator/reviews?state=overdue",
    title: (number) => `${plural(number, "review is", "reviews are")} overdue`,
    text: "What is left of them should have been judged by now.",
    go: "Look at what is overdue",
  },
  reviews: {
    href: "/operator/reviews?state=open",
    title: (number) => `${plural(number, "review is", "reviews are")} open`,
    text: "A sample of the week's accesses, or the quarter's roles and keys, wants another person's judgement.",
    go: "Look at open reviews",
  },
  keys: {
    href: "/operator/keys",
    title: (number) => `${plural(number, "kind of key is", "kinds of keys are")} due to be rotated`,
    text: "Rotating goes on while everything is in use. Until then the present keys go on working.",
    go: "Look at keys",
  },
  retention: {
    href: "/operator/retention",
    title: (number) => `${plural(number, "kind of data was", "kinds of data were")} not purged for more than a day`,
    text: "The purge runs every hour by itself. See whether its process is running, and what its log says.",
    go: "Look at retention",
  },
  evidence: {
    href: "/operator/evidence?sort=until",
    title: (number) => `Evidence for ${plural(number, "clause", "clauses")} is running out`,
    text: `It has run out, or does within ${runningOutDays} days. From then on the clause reads in public as not shown any more.`,
    go: "Look at evidence",
  },
  processors: {
    href: "/operator/processors",
    title: (number) => `${plural(number, "processor has", "processors have")} a certificate or a review that runs out`,
    text: `It has run out, or does within ${runningOutDays} days. From then on clause 9 reads in public as failing.`,
    go: "Look at processors",
  },
  asks: {
    href: "/operator/invites/asks",
    title: (number) => `${plural(number, "person waits", "people wait")} for a new invite`,
    text: "Their link no longer works, and they have asked for another.",
    go: "Look at who waits",
  },
  expiring: {
    href: "/operator/invites?state=open&sort=expires",
    title: (number) => `${plural(number, "open invite", "open invites")} about to expire`,
    text: `Their links stop working within ${expiringDays} days. Send one again to give it new time, or let it end.`,
    go: "Look at open invites",
  },
};

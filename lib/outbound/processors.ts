interface Processor {
  name: string;
  /** What of ours it receives, in full. */
  receives: string;
  why: string;
  /** How it is reached: by this noun, or by a client of its own in the one place that may use it. */
  through: "lib/outbound" | { client: string; in: string };
  /** The setting that holds its address, or the key that addresses are kept by; nothing is sent without it. */
  setting: string;
  /** The hosts that are called, where they are known beforehand; others the operator's register names (see lib/oversight/processors). */
  hosts: readonly string[];
  /** Where it is called: points exist for the test suites alone. */
  environments: "all" | "sandbox";
}

/**
 * Everybody outside whom this service calls, besides the platforms (clause 9). A destination of lib/outbound belongs to one of these or to
 * a platform; the rest have clients of their own, for the reasons in docs/decisions/008. The hosting below us is not called, so not here.
 */
export const processors = {
  stripe: {
    name: "Stripe",
    receives: "E-mail address, the account's id, the plan, and one line with the acceptance's id for each accepted work order.",
    why: "Takes payments. Cards are typed in on Stripe's own pages.",
    through: { client: "stripe", in: "lib/billing/stripe-client.ts" },
    setting: "STRIPE_API_BASE",
    hosts: ["api.stripe.com"],
    environments: "all",
  },
  mail: {
    name: "Mail server",
    receives: "The address, subject and text of each mail, links in it included.",
    why: "Delivers invites, links and notices.",
    through: { client: "nodemailer", in: "lib/notices/deliver.ts" },
    setting: "SMTP_URL",
    hosts: [],
    environments: "all",
  },
  "rate-limits": {
    name: "Upstash",
    receives: "The network that a request came from.",
    why: "Shares the edge's limits between instances.",
    through: { client: "@upstash/redis", in: "lib/edge/limits.ts" },
    setting: "UPSTASH_REDIS_REST_URL",
    hosts: [],
    environments: "all",
  },
  "breached-passwords": {
    name: "Range service of breached passwords",
    receives: "Five of the forty digits of a chosen password's SHA-1.",
    why: "Refuses passwords that are known from breaches.",
    through: "lib/outbound",
    setting: "BREACHED_PASSWORDS_URL",
    hosts: ["api.pwnedpasswords.com"],
    environments: "all",
  },
  calendars: {
    name: "Hosts of members' calendars",
    receives: "The address that the member gave, and that this service asks for it.",
    why: "Reads when a member is busy, so that nothing is accepted then. Each host is the member's own choice.",
    through: "lib/outbound",
    setting: "FEED_PUBLIC_KEY",
    hosts: [],
    environments: "all",
  },
  "fault-run": {
    name: "Fault run of the test suites",
    receives: "The name of the step that was reached.",
    why: "Stops the world between two effects, to show what a crash leaves behind.",
    through: { client: "fetch", in: "lib/base/points.ts" },
    setting: "POINTS_URL",
    hosts: [],
    environments: "sandbox",
  },
} as const satisfies Record<string, Processor>;

export type ProcessorId = keyof typeof processors;

import { publishedPrices } from "@/lib/policy/checks/compare-prices";
import { rightsAsGiven } from "@/lib/policy/checks/compare-rights";
import { closedDoor, invitedAccounts } from "@/lib/policy/checks/count-invited";
import { headersOfReplies } from "@/lib/policy/checks/look-at-headers";
import { endedAccess, refundsWithinPaid } from "@/lib/policy/checks/look-at-standing";
import { logChain } from "@/lib/policy/checks/read-log";
import { sealedCredentials } from "@/lib/policy/checks/read-sealed-forms";
import type { Commitment } from "@/lib/policy/control";

const verify = "npm run policy:verify -- --url <this address>";

/** Sections 0 and 1: the service and its terms, and what we commit to. */
export const termsClauses = {
  "0.1": {
    mechanism:
      "An account row can only be made in a transaction that redeems an invite for the same address: a policy of the database refuses any other. Invites are signed links that work once, expire and can be revoked.",
    limits: "Whoever operates the database as its owner could make an account by hand. It would be counted here as one without an invite.",
    strength: "database",
    outside: `Open /login: there is no way to sign up. ${verify}`,
    checks: [invitedAccounts, closedDoor],
  },
  "0.2": {
    mechanism:
      "The two amounts stand in one file that the policy's text, the pages and the billing use, and the worker posts nothing to Stripe while Stripe's prices differ from it. One accepted work order is one line on the invoice.",
    limits: "Taxes and what a bank adds are not ours. The comparison with Stripe is made at each start and every hour.",
    strength: "server",
    outside: "Compare the policy, the start page and, as a member, a receipt or invoice.",
    checks: [publishedPrices],
  },
  "0.3": {
    mechanism:
      "Suspending or terminating ends every session in the same transaction, and each request asks the session's row. Connections of an ended membership are unlinked and their keys destroyed.",
    limits: "Orders that a platform has confirmed before stay the member's; only the platform could undo them.",
    strength: "database",
    outside: "It cannot be seen from outside: it needs an account that is suspended.",
    checks: [endedAccess],
  },
  "0.4": {
    mechanism:
      "A refund is asked for by staff with a reason, and the database holds all refunds of an invoice within what was paid and unused. Each is a line in the access log that the member can read.",
    limits: "Whether to refund is the operator's to decide, and no program can see whether a decision was fair.",
    strength: "database",
    outside: "It cannot be seen from outside; a member sees their own refunds with their invoices.",
    checks: [refundsWithinPaid],
  },
  "1": {
    mechanism:
      "The clauses below are how: encryption and separate keys for confidentiality, row security and a chained log for integrity, restarts and backups for availability. This one is as good as the checks that stand for each.",
    limits: "It sums up others. What each does not cover is said with it.",
    strength: "server",
    outside: verify,
    checks: [rightsAsGiven, sealedCredentials, logChain, headersOfReplies],
  },
} satisfies Record<string, Commitment>;

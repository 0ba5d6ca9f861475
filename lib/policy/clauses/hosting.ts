import { anomalyRounds } from "@/lib/policy/checks/hear-rounds";
import { environmentMarks, patches } from "@/lib/policy/checks/keep-house";
import { malformedRequests } from "@/lib/policy/checks/post-hostile-texts";
import { evidenceOf } from "@/lib/policy/checks/read-standing";
import type { Commitment } from "@/lib/policy/control";

/** Section 5: hosting and network. */
export const hostingClauses = {
  "5a": {
    mechanism:
      "The hosting's certificates are kept by the operator as evidence, with author, date and expiry. The software asks for them again when they run out.",
    limits: "A certificate says what an auditor saw on a day. No program sees more of it than its date.",
    strength: "people",
    outside: "Ask the hosting for its report (such as ISO/IEC 27001 or SOC 2) and compare the dates.",
    checks: [evidenceOf("hosting-certificates", "5a", "Evidence of the hosting's certifications")],
  },
  "5b": {
    mechanism:
      "Requests are limited by network, malformed ones are refused before the application sees them, and networks can be shut out. Every minute the signs of attacks are held against fixed rules, and staff are told of each anomaly.",
    limits: "Filters of the network in front of the machines are the hosting's. Rules notice what they know.",
    strength: "server",
    outside: "Send a malformed request (for example TRACE): it is refused with a status, never with an error page.",
    checks: [anomalyRounds, malformedRequests, evidenceOf("network-filters", "5b", "Evidence of how the network in front is filtered")],
  },
  "5c": {
    mechanism:
      "The versions that run are compared with known vulnerabilities and with their ends of support, and updates are evidence with a date.",
    limits: "A vulnerability that nobody has published is not in any list.",
    strength: "people",
    outside: "Compare package-lock.json in the source with a database of vulnerabilities: npm audit.",
    checks: [patches, evidenceOf("system-patches", "5c", "Evidence that the servers' own systems are patched")],
  },
  "5d": {
    mechanism:
      "Each environment has databases, keys and addresses of its own, and a mark by which the programs notice that they were given another's. Production refuses to start with anything of the sandbox.",
    limits: "Who can reach which environment's machines is the operator's to evidence.",
    strength: "server",
    outside: "The signed evidence names its environment, and its key is that environment's alone.",
    checks: [environmentMarks],
  },
} satisfies Record<string, Commitment>;

import { rightsAsGiven } from "@/lib/policy/checks/compare-rights";
import { staffFactors } from "@/lib/policy/checks/count-staff-factors";
import { consoleRefuses } from "@/lib/policy/checks/knock-at-pages";
import { logChain, logCheckpoint, reviewsInTime } from "@/lib/policy/checks/read-log";
import { evidenceOf } from "@/lib/policy/checks/read-standing";
import type { Commitment } from "@/lib/policy/control";

/** Section 3: who has access. */
export const accessClauses = {
  "3a": {
    mechanism:
      "The database gives each process its own role with the rights of its tasks, and members' rows are closed to staff but for what their role needs, which is logged. Who may log in to the production machines is the operator's to evidence.",
    limits:
      "Whoever administers the machines themselves is outside what the software can bound; that part is evidence, with its author and date.",
    strength: "database",
    outside: "Ask for any page under /operator without a login: it is refused.",
    checks: [rightsAsGiven, evidenceOf("production-access", "3a", "Evidence of who reaches the production machines")],
  },
  "3b": {
    mechanism:
      "A staff role opens nothing without a second factor: the database asks each session of staff for one before it shows a row. The console leads anybody else away.",
    limits: "Logins to the hosting itself are not the software's: they are evidence of the operator.",
    strength: "database",
    outside: "Ask for /operator without a login: it is refused. npm run policy:verify",
    checks: [staffFactors, consoleRefuses],
  },
  "3c": {
    mechanism:
      "Three database roles, none of them an owner, each with the columns and rows that its process needs; staff have roles with a fixed table of permissions. After each migration the rights are written down, and the live ones are held against that.",
    limits: "The owner of the database, used by migrations alone, can change both.",
    strength: "database",
    outside: "It cannot be seen from outside. The rights are db/rights.sql in the source.",
    checks: [rightsAsGiven],
  },
  "3d": {
    mechanism:
      "Each access of staff, and each opening of a login, is a line in a log that can only be added to; a hash chain and signed checkpoints make a change show. A sample is reviewed each week, rights each quarter.",
    limits: "Without a checkpoint kept elsewhere, whoever can write the whole database could make all of it anew.",
    strength: "cryptographic",
    outside:
      "Keep a checkpoint from /api/log/checkpoint today, and compare later: npm run policy:verify -- --url <this address> --checkpoint <your file>.",
    checks: [logCheckpoint, logChain, reviewsInTime],
  },
} satisfies Record<string, Commitment>;

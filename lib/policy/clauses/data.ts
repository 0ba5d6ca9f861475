import { canary } from "@/lib/policy/canary/look-for-canary";
import { columnsMapped } from "@/lib/policy/checks/map-columns";
import { pastTheirTime, purgeReceipts } from "@/lib/policy/checks/read-receipts";
import type { Commitment } from "@/lib/policy/control";

/** Section 7: what is collected and kept. */
export const dataClauses = {
  "7a": {
    mechanism:
      "Every column of every table of both databases is declared with its purpose, lawful basis and time; a column without does not compile. The list is public, and the live databases are compared with it, as are the tables of the job store.",
    limits: "Whether a purpose is worth its data is for people to judge: the list is there to be questioned.",
    strength: "server",
    outside: "Read /trust/data.",
    checks: [columnsMapped],
  },
  "7b": {
    mechanism:
      "A platform is asked only for the fields that a decision needs, and its reply is reduced at once to id, time, zone, pay, distance and kind. There is no column for anything else, and in the sandbox, whose orders are marked, databases, job payloads, logs, mails, shared limits and metrics are searched for the marks, in each of which a planted one has to be found.",
    limits:
      "Real platforms mark nothing, so that in production this is known of the release alone, from the sandbox. What a member types into their own notes to us, or into a report, cannot be kept free of such details by a program.",
    strength: "server",
    outside: "Read /trust/data: there is no column for case details.",
    checks: [canary],
  },
  "7c": {
    mechanism:
      "Each kind of data has a number of days, in one table that everybody can read; a process of its own erases what is past it every hour and leaves a receipt. The database lets it touch nothing younger.",
    limits: "Backups hold what was there when they were made, for as long as backups are kept.",
    strength: "database",
    outside: "Read /trust/data for the times. The newest receipts are part of the signed evidence.",
    checks: [purgeReceipts, pastTheirTime],
  },
} satisfies Record<string, Commitment>;

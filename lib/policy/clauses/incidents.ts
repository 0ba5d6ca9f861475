import { processorRegister } from "@/lib/policy/checks/keep-house";
import { actionsDone, authoritiesTold, incidentsContained, membersTold, reportsLookedAt } from "@/lib/policy/checks/read-incidents";
import { evidenceOf } from "@/lib/policy/checks/read-standing";
import type { Commitment } from "@/lib/policy/control";

/** Sections 8 and 9: when something goes wrong, and third-party processors. */
export const incidentClauses = {
  "8a": {
    mechanism:
      "An incident is opened from a report, an anomaly or by hand, and a clock runs from when it became known. Sessions, openings and automation can be stopped at once, and every step is in its timeline.",
    limits: "How well something is investigated, people decide.",
    strength: "people",
    outside: "/status shows what has been published, /report takes what you have seen and shows its clock.",
    checks: [
      incidentsContained,
      reportsLookedAt,
      evidenceOf("incident-plan", "8a", "Evidence of the plan for incidents and its last drill"),
    ],
  },
  "8b": {
    mechanism:
      "Whom an incident touches is computed from the access log, and each of them is sent the same notice by mail and on their page. Whether it was sent is kept for each.",
    limits: "Whether a mail was read is known only when the member says so.",
    strength: "people",
    outside: "Members see their notices; what was published is on /status.",
    checks: [membersTold],
  },
  "8c": {
    mechanism:
      "For each authority the deadline is computed from when the incident became known. A filing is kept with its reference and a copy, or with the reason why none was required.",
    limits: "Whether the law requires it is for counsel to say.",
    strength: "people",
    outside: "It cannot be seen from outside, but for what is published on /status.",
    checks: [authoritiesTold, evidenceOf("authorities-advice", "8c", "Evidence of which authorities have to be told, and who tells them")],
  },
  "8d": {
    mechanism:
      "An incident cannot be closed without corrective actions that are done, each with the test or the change by which that can be seen. The database sees to it.",
    limits: "Whether a measure is enough shows with time.",
    strength: "database",
    outside: "What came after an incident stands in its account on /status.",
    checks: [
      actionsDone,
      evidenceOf("lessons-carried-out", "8d", "Evidence that what was learned of the last incident or drill was carried out"),
    ],
  },
  "9": {
    mechanism:
      "A register names each processor with what it receives, why, and the evidence of its practices with its date. A program calls nobody who is not on the list.",
    limits: "What a processor does inside is seen by its auditors, not by us.",
    strength: "people",
    outside: "Read the register, and ask the processors for their reports.",
    checks: [processorRegister, evidenceOf("processor-choice", "9", "Evidence of how processors are chosen and looked at")],
  },
} satisfies Record<string, Commitment>;

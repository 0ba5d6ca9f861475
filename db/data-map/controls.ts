import type { DataMap } from "@/db/data-map/facts";

const service = { purpose: "security", basis: "legitimate_interest", erasure: "none" } as const;

export const controlsData = {
  controlStates: {
    ...service,
    about: "How each check of the policy stands",
    kept: "service",
    columns: {
      checkId: "record",
      result: "record",
      since: "moment",
      at: "moment",
      looked: "record",
      seen: "record",
      tookMs: "record",
      nextAt: "moment",
      unknowns: "record",
      heldAt: "moment",
      alarmedAt: "moment",
    },
  },
  controlResults: {
    ...service,
    about: "What each look of each check saw",
    kept: ["control-results"],
    columns: { id: "pseudonym", checkId: "record", result: "record", looked: "record", seen: "record", at: "moment", tookMs: "record" },
  },
  controlDays: {
    ...service,
    about: "How often each check held on a day",
    kept: ["control-days"],
    columns: { day: "moment", checkId: "record", holds: "record", fails: "record", unknown: "record" },
  },
  controlAsks: {
    ...service,
    about: "Who of staff asked for a look at the controls",
    kept: ["control-asks"],
    columns: { id: "pseudonym", askedBy: "pseudonym", createdAt: "moment", takenAt: "moment" },
  },
  evidenceStatements: {
    ...service,
    about: "Signed statements of how the clauses stand",
    kept: ["evidence"],
    columns: { sequence: "record", jws: "sealed", signedAt: "moment" },
  },
  heartbeats: {
    ...service,
    about: "When the worker's rounds were last done",
    kept: "service",
    columns: { name: "record", at: "moment" },
  },
  expectedRights: {
    ...service,
    about: "The rights of the database's roles, as the last migration gave them",
    kept: "service",
    columns: { line: "record" },
  },
} as const satisfies Partial<DataMap>;

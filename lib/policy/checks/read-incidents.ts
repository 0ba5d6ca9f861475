import { countIncidentDuties } from "@/db/queries/looks";
import { minuteMs, now } from "@/lib/base/clock";
import { type Check, counted, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

const everyMs = 5 * minuteMs;
const duties = () => inDatabase((tx) => countIncidentDuties(tx, now()));
/** Drills count too: they go the same way, and touch nobody. */
const none = unknown("There has been no incident or drill yet.");

export const incidentsContained: Check = {
  id: "incidents-contained",
  about: "Incidents and drills that are not contained a day after they became known",
  everyMs,
  look: async () => {
    const { incidents, uncontained } = await duties();
    if (incidents === 0) return none;
    return judge(incidents, uncontained, {
      good: `Of ${counted(incidents, "incident or drill", "incidents and drills")} none is uncontained for more than a day.`,
      bad: `${counted(uncontained, "incident or drill", "incidents and drills")} not contained within a day.`,
    });
  },
};

export const reportsLookedAt: Check = {
  id: "reports-looked-at",
  about: "Reports that nobody has looked at in time",
  everyMs,
  look: async () => {
    const { reports, unseen } = await duties();
    if (reports === 0) return unknown("Nothing has been reported yet.");
    return judge(reports, unseen, {
      good: `Of ${counted(reports, "report")} none has waited longer than was said.`,
      bad: `${counted(unseen, "report has", "reports have")} waited longer than was said.`,
    });
  },
};

export const membersTold: Check = {
  id: "members-told",
  about: "Members whom an incident touched and who have not been told within 72 hours, and mails that were not sent",
  everyMs,
  look: async () => {
    const { incidents, findings, untold } = await duties();
    if (incidents === 0) return none;
    return judge(findings + incidents, untold, {
      good: `Nobody who was found to be touched has waited longer than 72 hours for a notice.`,
      bad: `${counted(untold, "notice is", "notices are")} owed for longer than 72 hours.`,
    });
  },
};

export const authoritiesTold: Check = {
  id: "authorities-told",
  about: "Filings that are past their deadline",
  everyMs,
  look: async () => {
    const { incidents, filings, lateFilings } = await duties();
    if (incidents === 0) return none;
    return judge(filings + incidents, lateFilings, {
      good: `Of ${counted(filings, "filing")} none is past its deadline.`,
      bad: `${counted(lateFilings, "filing is", "filings are")} past the deadline.`,
    });
  },
};

export const actionsDone: Check = {
  id: "actions-done",
  about: "Corrective actions that are past their date",
  everyMs,
  look: async () => {
    const { incidents, actions, lateActions } = await duties();
    if (incidents === 0) return none;
    return judge(actions + incidents, lateActions, {
      good: `Of ${counted(actions, "corrective action")} none is past its date.`,
      bad: `${counted(lateActions, "corrective action is", "corrective actions are")} past the date.`,
    });
  },
};

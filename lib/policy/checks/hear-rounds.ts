import { lastBeat } from "@/db/queries/heartbeats";
import { minuteMs, now } from "@/lib/base/clock";
import { rules } from "@/lib/oversight/anomalies/rules";
import { type Check, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

const mostMinutes = 10;

/** Minutes since signs of attacks were last held against the rules; null before the first time. */
async function sinceLastRound(): Promise<number | null> {
  const at = await inDatabase((tx) => lastBeat(tx, "anomalies"));
  return at ? (now().getTime() - at.getTime()) / minuteMs : null;
}

export const anomalyRounds: Check = {
  id: "anomaly-rounds",
  about: "When signs of attacks were last held against the rules",
  everyMs: 5 * minuteMs,
  look: async () => {
    const minutes = await sinceLastRound();
    if (minutes === null) return unknown("They have not been held against the rules yet.");
    const number = Object.keys(rules).length;
    return judge(number, minutes > mostMinutes ? 1 : 0, {
      good: `All of ${number} rules were gone through within the last ${mostMinutes} minutes.`,
      bad: `The rules were last gone through ${Math.floor(minutes)} minutes ago, although that is done every minute.`,
    });
  },
};

export const signsOfSharing: Check = {
  id: "signs-of-sharing",
  about: "Whether the rule that notices shared accounts is in force and was applied",
  everyMs: 10 * minuteMs,
  look: async () => {
    const minutes = await sinceLastRound();
    if (minutes === null) return unknown("The rule has not been applied yet.");
    return judge(1, "used-from-many-networks" in rules && minutes <= mostMinutes ? 0 : 1, {
      good: `Accounts in use from many networks were looked for within the last ${mostMinutes} minutes.`,
      bad: `Accounts in use from many networks were last looked for ${Math.floor(minutes)} minutes ago.`,
    });
  },
};

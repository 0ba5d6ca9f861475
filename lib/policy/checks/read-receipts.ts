import { rulesPastTheirTime } from "@/db/queries/looks";
import { retentionRules } from "@/db/retention";
import { minuteMs } from "@/lib/base/clock";
import { readRetention } from "@/lib/oversight/retention/read-retention";
import { type Check, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

export const purgeReceipts: Check = {
  id: "purge-receipts",
  about: "When each rule of the retention table was last gone through",
  everyMs: 10 * minuteMs,
  look: async () => {
    const rules = await readRetention({ kind: "system", job: "controls" });
    if (rules.every(({ lastAt }) => lastAt === null)) return unknown("The purge has not run yet.");
    const overdue = rules.filter(({ isOverdue }) => isOverdue).length;
    return judge(rules.length, overdue, {
      good: `Each of ${rules.length} rules was gone through to its end within the last 26 hours.`,
      bad: `${overdue} of ${rules.length} rules were not gone through for more than 26 hours.`,
    });
  },
};

/** The purge runs every hour, and may meet a day on which it is being repaired. */
const graceHours = 26;

export const pastTheirTime: Check = {
  id: "past-their-time",
  about: "Rows that are still there although their time is up",
  everyMs: 30 * minuteMs,
  mostMs: minuteMs,
  look: async () => {
    const rules = await inDatabase((tx) => rulesPastTheirTime(tx, graceHours));
    return judge(retentionRules.length, rules.length, {
      good: `By none of ${retentionRules.length} rules is a row left whose time was up ${graceHours} hours ago.`,
      bad: `Rows are left whose time was up ${graceHours} hours ago, by ${rules.length} of ${retentionRules.length} rules.`,
    });
  },
};

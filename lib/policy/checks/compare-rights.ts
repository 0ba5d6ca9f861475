import { compareRights as compare } from "@/db/queries/rights";
import { minuteMs } from "@/lib/base/clock";
import { type Check, counted, judge, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

/** What is more or fewer than the last migration gave, a line each: who may do what with which table, column, function; policies; triggers. */
export const rightsAsGiven: Check = {
  id: "rights-as-given",
  about: "Every right in the live database against those that the last migration gave",
  everyMs: 5 * minuteMs,
  look: async () => {
    const { more, fewer, given } = await inDatabase(compare);
    if (given === 0) return unknown("The last migration has written down no rights.");
    const [first] = [...more.map((line) => `added: ${line}`), ...fewer.map((line) => `gone: ${line}`)];
    return judge(given, more.length + fewer.length, {
      good: `All ${given} rights, policies and triggers are as the last migration gave them.`,
      bad: `${counted(more.length + fewer.length, "line differs", "lines differ")} from what the last migration gave; the first, ${first}.`,
    });
  },
};

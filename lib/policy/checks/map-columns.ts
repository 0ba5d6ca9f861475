import { liveColumns } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { type Check, judge } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";
import { describeData } from "@/lib/terms/describe-data";

export const columnsMapped: Check = {
  id: "columns-mapped",
  about: "Every column of the live database against the public list",
  everyMs: 10 * minuteMs,
  look: async () => {
    const live = await inDatabase(liveColumns);
    const mapped = new Set(
      describeData().flatMap(({ table, columns }) => columns.flatMap(({ names }) => names.map((name) => `${table}.${name}`))),
    );
    const alien = live.filter((name) => !mapped.has(name));
    return judge(live.length, alien.length, {
      good: `Each of ${live.length} columns has its purpose and its time on the list.`,
      bad: `${alien.length} of ${live.length} columns are not on the list.`,
    });
  },
};

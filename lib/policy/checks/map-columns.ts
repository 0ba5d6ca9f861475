import { keysDb } from "@/db/client";
import { isJobTable, jobTables } from "@/db/data-map/jobs";
import { liveColumns } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { type Check, judge } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";
import { describeData } from "@/lib/terms/describe-data";

export const columnsMapped: Check = {
  id: "columns-mapped",
  about: "Every column of both live databases against the public list, and every table of the job store",
  everyMs: 10 * minuteMs,
  look: async () => {
    const { main, jobs } = await inDatabase(async (tx) => ({ main: await liveColumns(tx), jobs: await liveColumns(tx, "pgboss") }));
    const keys = (await liveColumns(keysDb())).map((name) => `keys.${name}`);
    const mapped = new Set(
      describeData().flatMap(({ table, columns }) => columns.flatMap(({ names }) => names.map((name) => `${table}.${name}`))),
    );
    const alien = [
      ...[...main, ...keys].filter((name) => !mapped.has(name)),
      ...jobs.filter((name) => !isJobTable(name.split(".", 1)[0] ?? "")),
    ];
    const all = main.length + keys.length;
    return judge(all + jobs.length, alien.length, {
      good: `Each of ${all} columns has its purpose and its time on the list; the job store has its ${Object.keys(jobTables).length} tables and no other.`,
      bad: `${alien.length} of ${all + jobs.length} columns are not on the list.`,
    });
  },
};

import { countHidden, staffRoleSource } from "@/db/queries/looks";
import { minuteMs } from "@/lib/base/clock";
import { type Check, counted, fails, holds, unknown } from "@/lib/policy/control";
import { inDatabase } from "@/lib/policy/looker";

/** One without a factor has a role that opens nothing, as long as the database asks each session of staff for one. */
export const staffFactors: Check = {
  id: "staff-factors",
  about: "Second factors of everybody with a staff role",
  everyMs: 5 * minuteMs,
  look: async () => {
    const { hidden, source } = await inDatabase(async (tx) => ({ hidden: await countHidden(tx), source: await staffRoleSource(tx) }));
    if (!/assurance = 'factor'/.test(source)) return fails(1, "The database gives staff their role without asking for a second factor.");
    const staff = hidden.filter(({ name }) => name === "staff");
    const sum = (label: string) => staff.find((one) => one.label === label)?.number ?? 0;
    const [having, lacking] = [sum("with a factor"), sum("without a factor")];
    if (having + lacking === 0) return unknown("Nobody has a staff role yet.");
    return holds(
      having + lacking,
      `${counted(having, "person")} of staff with a second factor, ${lacking} without, whose role opens nothing until they have one.`,
    );
  },
};

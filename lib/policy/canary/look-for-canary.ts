import { hourMs, minuteMs } from "@/lib/base/clock";
import { environment } from "@/lib/base/env";
import type { Seen } from "@/lib/oversight/seen";
import type { Searched } from "@/lib/policy/canary/search-place";
import { type Check, counted, fails, holds, unknown } from "@/lib/policy/control";
import { workerParts } from "@/lib/policy/worker-parts";

/** One look at all places: it fails by what is found in any, and counts when each that is there was read and gave its planted markers back. */
export function judgeSearch(searched: readonly Searched[], tablesUnread: number): Seen {
  const there = searched.filter(({ absent }) => absent === null);
  const units = there.reduce((sum, one) => sum + one.units, 0);
  const found = there.flatMap((one) => one.found);
  if (found.length > 0) return fails(units, `Marked fields of a platform's orders stand in ${found.join(", ")}.`);
  const unread = there.filter((one) => one.unread).map(({ place }) => place);
  if (unread.length > 0) return unknown(`Could not be searched: ${unread.join(", ")}. Nothing was found in the others.`);
  const missed = there.filter((one) => one.missed.length > 0).map(({ place, missed: how }) => `${how.join(", ")} in ${place}`);
  if (missed.length > 0) return unknown(`A planted marker was not found: ${missed.join("; ")}.`);
  const absent = searched.flatMap((one) => (one.absent === null ? [] : [` Not there: ${one.place}; ${one.absent}.`])).join("");
  const beside = tablesUnread > 0 ? ` ${counted(tablesUnread, "table")} of logins and secrets the worker may not read, or not whole.` : "";
  const all = there.map(({ read }) => read).join(", ");
  return holds(units, `No marked field in ${all}, in any spelling in which one planted in each of them was found.${absent}${beside}`);
}

/**
 * Clause 7b: whether anything of a forbidden field is kept. Only the sandbox's platforms mark these fields; real ones do not, so that in production and
 * staging nothing is known by this, whatever was searched.
 */
export const canary: Check = {
  id: "canary",
  about: "Markers in every forbidden field, looked for in databases, job payloads, logs, mails, shared limits and metrics",
  everyMs: hourMs,
  mostMs: 5 * minuteMs,
  look: async () => {
    if (environment() !== "sandbox")
      return unknown("Real platforms do not mark their fields; the search is made in the sandbox, of the same release.");
    const { searched, tablesUnread } = await workerParts().searchEverywhere();
    return judgeSearch(searched, tablesUnread);
  },
};

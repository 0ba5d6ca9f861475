import { hourMs, minuteMs } from "@/lib/base/clock";
import { environment } from "@/lib/base/env";
import { searchDatabases } from "@/lib/policy/canary/search-databases";
import { type Check, counted, fails, holds, unknown } from "@/lib/policy/control";

/**
 * Clause 7b: whether anything of a forbidden field is kept. Only the sandbox's platforms mark these fields; real ones do not, so that in production and
 * staging nothing is known by this, whatever was searched.
 */
export const canary: Check = {
  id: "canary",
  about: "Markers in every forbidden field, looked for in all that the worker may read, job payloads included",
  everyMs: hourMs,
  mostMs: 5 * minuteMs,
  look: async () => {
    if (environment() !== "sandbox")
      return unknown("Real platforms do not mark their fields; the search is made in the sandbox, of the same release.");
    const { tables, rows, unread, found, missed } = await searchDatabases();
    if (missed.length > 0) return unknown(`A planted marker was not found: ${missed.join(", ")}.`);
    if (found.length > 0) return fails(rows, `Marked fields of a platform's orders stand in ${found.join(", ")}.`);
    const beside =
      unread.length > 0 ? ` ${counted(unread.length, "table")} of logins and secrets the worker may not read, or not whole.` : "";
    return holds(
      rows,
      `No marked field in ${counted(rows, "row")} of ${counted(tables, "table")}, in any spelling in which a planted one was found.${beside}`,
    );
  },
};

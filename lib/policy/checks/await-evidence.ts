import { hourMs } from "@/lib/base/clock";
import { type Check, unknown } from "@/lib/policy/control";

/** A part of a clause that nobody has given evidence of, and no program can see: it is not evidenced, and so never green. */
export const notEvidenced = (id: string, about: string): Check => ({
  id,
  about,
  everyMs: hourMs,
  look: async () => unknown("Not evidenced: nobody has put down evidence of this yet."),
});

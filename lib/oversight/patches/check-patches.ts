import { now } from "@/lib/base/clock";
import { faultsOf, gapsOf } from "@/lib/oversight/patches/judge";
import { lookAtPatches } from "@/lib/oversight/patches/look";
import type { Seen } from "@/lib/oversight/seen";

/** Clause 5c: what runs is at its floors or above and not past its end of life, no advisory is about it, and what we name was renewed within half a year. */
export async function checkPatches(): Promise<Seen> {
  const [found, at] = [await lookAtPatches(), now()];
  const looked = found.packages + found.runtimes.length;
  const faults = faultsOf(found, at);
  if (faults.length > 0) return { result: "fails", looked, seen: faults.join("; ") };
  const gaps = gapsOf(found, at);
  if (gaps.length > 0) return { result: "unknown", looked, seen: gaps.join("; ") };
  return {
    result: "holds",
    looked,
    seen: `${found.packages} packages beside ${found.advisories} advisories, none of which is about them; runtimes at their floors or above`,
  };
}

import type { PatchFindings } from "@/db/queries/patch-status";
import { dayMs, later } from "@/lib/base/clock";

/** A list of advisories that is older says nothing of what became known since. */
export const freshDays = 7;
/** Half a year without a newer version of what we name ourselves is not "regularly". */
export const oldestPinDays = 183;

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What is wrong by what was looked at, a line each; flaws in what only builds and tests use are shown on the page and break nothing here. */
export function faultsOf({ runtimes, belowFloors, pins, flaws }: PatchFindings, at: Date): string[] {
  const oldest = dayOf(later(at, -oldestPinDays * dayMs));
  return [
    ...belowFloors,
    ...runtimes.flatMap(({ name, version, endsOn }) =>
      endsOn !== null && endsOn < dayOf(at) ? [`${name} ${version} had its end of life on ${endsOn}`] : [],
    ),
    ...flaws.filter(({ dev }) => !dev).map(({ advisory, name, version }) => `${name} ${version} has a known flaw, ${advisory}`),
    ...pins.flatMap(({ pin, since }) => (since !== null && since < oldest ? [`${pin} is pinned since ${since}`] : [])),
  ];
}

/** What was not there to be looked at. */
export function gapsOf({ runtimes, pins, advisoriesAt, advisoriesWrong }: PatchFindings, at: Date): string[] {
  const stale = advisoriesAt !== null && later(new Date(advisoriesAt), freshDays * dayMs) < at;
  return [
    ...(advisoriesAt === null
      ? [advisoriesWrong ? `the list of advisories cannot be used: ${advisoriesWrong}` : "no list of advisories was given"]
      : []),
    ...(stale ? [`the list of advisories is of ${advisoriesAt.slice(0, 10)}`] : []),
    ...runtimes.flatMap(({ name, version, endsOn }) => (endsOn === null ? [`the end of life of ${name} ${version} is not known`] : [])),
    ...pins.flatMap(({ pin, since }) => (since === null ? [`since when ${pin} is pinned is not known`] : [])),
  ];
}

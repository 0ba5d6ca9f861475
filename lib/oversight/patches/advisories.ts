import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { dayMs } from "@/lib/base/clock";
import { compareVersions } from "@/lib/base/versions";
import { freshDays } from "@/lib/oversight/patches/judge";
import type { LockedPackage } from "@/lib/oversight/patches/read-lock";

const event = z.object({ introduced: z.string().optional(), fixed: z.string().optional(), last_affected: z.string().optional() });
const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  versions: z.array(z.string()).default([]),
  ranges: z.array(z.object({ type: z.string(), events: z.array(event).default([]) })).default([]),
});
const advisory = z.object({
  id: z.string(),
  summary: z.string().default(""),
  withdrawn: z.string().optional(),
  affected: z.array(affected).default([]),
});
export type Advisory = z.infer<typeof advisory>;
const file = z.union([z.array(advisory), z.object({ vulns: z.array(advisory) }).transform(({ vulns }) => vulns)]);

export type AdvisoryList = { state: "none" } | { state: "stale" | "fresh"; at: Date; advisories: Advisory[] };

/**
 * The advisories that the operator has put there, in the OSV format (ossf.github.io/osv-schema): a list, or an object with `vulns`.
 * @param path null where none is configured
 * @throws Error when the file is there and not of that form
 */
export function readAdvisories(path: string | null, at: Date): AdvisoryList {
  const stats = path === null ? undefined : statSync(/* turbopackIgnore: true */ path, { throwIfNoEntry: false });
  if (!path || !stats) return { state: "none" };
  const advisories = file.parse(JSON.parse(readFileSync(/* turbopackIgnore: true */ path, "utf8")));
  const isFresh = at.getTime() - stats.mtimeMs <= freshDays * dayMs;
  return { state: isFresh ? "fresh" : "stale", at: stats.mtime, advisories };
}

type Range = z.infer<typeof affected>["ranges"][number];

/** OSV's evaluation of a SEMVER range: the last event at or before the version decides. */
function isInRange(version: string, { type, events }: Range): boolean {
  if (type !== "SEMVER") return false;
  const at = (text: string) => (text === "0" ? "0.0.0-0" : text);
  const past = events
    .flatMap(({ introduced, fixed, last_affected: last }) => [
      ...(introduced === undefined ? [] : [{ version: at(introduced), opens: true, after: false }]),
      ...(fixed === undefined ? [] : [{ version: fixed, opens: false, after: false }]),
      ...(last === undefined ? [] : [{ version: last, opens: false, after: true }]),
    ])
    .toSorted((one, other) => compareVersions(one.version, other.version))
    .filter(
      (one) => compareVersions(one.version, version) < (one.after ? 0 : 1) && (one.after || compareVersions(one.version, version) <= 0),
    );
  return past.at(-1)?.opens ?? false;
}

export type KnownFlaw = { advisory: string; name: string; version: string; summary: string; dev: boolean };

/** Which packages an advisory of the npm ecosystem is about, by their exact version or its ranges. */
export function findFlaws(packages: readonly LockedPackage[], advisories: readonly Advisory[]): KnownFlaw[] {
  const standing = advisories.filter(({ withdrawn }) => withdrawn === undefined);
  return standing.flatMap(({ id, summary, affected: all }) =>
    all
      .filter((one) => one.package?.ecosystem === "npm")
      .flatMap((one) =>
        packages
          .filter(
            ({ name, version }) =>
              name === one.package?.name && (one.versions.includes(version) || one.ranges.some((range) => isInRange(version, range))),
          )
          .map(({ name, version, dev }) => ({ advisory: id, name, version, summary, dev })),
      ),
  );
}

import { transaction } from "@/db/client";
import { type PatchFindings, putPatchStatus, serverVersion } from "@/db/queries/patch-status";
import { now } from "@/lib/base/clock";
import { advisoriesFile } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { type AdvisoryList, findFlaws, readAdvisories } from "@/lib/oversight/patches/advisories";
import { endOfLifeOf } from "@/lib/oversight/patches/end-of-life";
import { belowFloors, installedVersions } from "@/lib/oversight/patches/installed";
import { pins } from "@/lib/oversight/patches/pins";
import { readLock } from "@/lib/oversight/patches/read-lock";

const actor = { kind: "system", job: "patches" } as const;

/** A file that is not of the format is told of and counts for nothing. */
function advisoriesNow(): { list: AdvisoryList; wrong: string | null } {
  try {
    return { list: readAdvisories(advisoriesFile(), now()), wrong: null };
  } catch (thrown) {
    log.warn("the list of advisories cannot be read", describeError(thrown));
    return { list: { state: "none" }, wrong: "it is not in the OSV format" };
  }
}

/** Looks at what this process runs on: versions, floors, ends of life, the lockfile, and what the list of advisories says of it. */
export async function lookAtPatches(): Promise<PatchFindings> {
  const postgresql = await transaction(actor, serverVersion);
  const installed = [...installedVersions(), { name: "postgresql", version: postgresql }];
  const lock = readLock();
  const { list, wrong } = advisoriesNow();
  const known = list.state === "none" ? [] : list.advisories;
  const since = (pin: string) => pins[pin] ?? null;
  return {
    runtimes: [
      { name: "Node.js", version: process.versions.node, endsOn: endOfLifeOf("node", process.versions.node) },
      { name: "PostgreSQL", version: postgresql, endsOn: endOfLifeOf("postgresql", postgresql) },
    ],
    belowFloors: belowFloors(installed),
    packages: lock.packages.length,
    digest: lock.digest,
    pins: lock.direct
      .map((pin) => ({ pin, since: since(pin) }))
      .toSorted((one, other) => ((one.since ?? "") < (other.since ?? "") ? -1 : 1)),
    advisoriesAt: list.state === "none" ? null : list.at.toISOString(),
    advisories: known.length,
    advisoriesWrong: wrong,
    flaws: findFlaws(lock.packages, known),
  };
}

/** The worker's round: writes down, where staff can read it, how patched the service is. */
export async function writePatchStatus(): Promise<void> {
  const findings = await lookAtPatches();
  await transaction(actor, (tx) => putPatchStatus(tx, { takenAt: now(), findings }));
}

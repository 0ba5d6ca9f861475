import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import type { PatchFindings } from "@/db/queries/patch-status";
import { dayMs, later, now } from "@/lib/base/clock";
import { belowFloor, floors } from "@/lib/base/floors";
import { compareVersions } from "@/lib/base/versions";
import { type Advisory, findFlaws } from "@/lib/oversight/patches/advisories";
import { checkPatches } from "@/lib/oversight/patches/check-patches";
import { installedVersions, whyTooOld } from "@/lib/oversight/patches/installed";
import { faultsOf, gapsOf } from "@/lib/oversight/patches/judge";
import { lookAtPatches, writePatchStatus } from "@/lib/oversight/patches/look";
import { pins, refreshPins } from "@/lib/oversight/patches/pins";
import { readLock } from "@/lib/oversight/patches/read-lock";
import { readPatches } from "@/lib/oversight/patches/read-patches";
import { writeBill } from "@/lib/oversight/patches/write-bill";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenStaff } from "@/tests/support/staff";

const folder = mkdtempSync(join(tmpdir(), "holdfast-advisories-"));
const file = join(folder, "osv.json");
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeDatabases();
});
afterEach(() => {
  delete process.env.ADVISORIES_FILE;
  vi.useRealTimers();
});

/** Judged on the day after the oldest pin, so that these tests do not age. */
const onThatDay = () => vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(Object.values(pins).toSorted()[0] ?? ""), dayMs) });
const lock = readLock();
const versionOf = (name: string) => lock.packages.find((one) => one.name === name)?.version ?? "";
const osv = (over: Partial<Advisory["affected"][number]>): Advisory => ({
  id: "GHSA-test",
  summary: "A flaw",
  affected: [{ package: { ecosystem: "npm", name: "next" }, versions: [], ranges: [], ...over }],
});
const given = (content: unknown, at = now()) => {
  writeFileSync(file, JSON.stringify(content));
  utimesSync(file, at, at);
  process.env.ADVISORIES_FILE = file;
};

test("versions are ordered by Semantic Versioning's own example, and numbers that are left out count as none", () => {
  const rising = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
  ];
  expect(rising.toReversed().toSorted(compareVersions)).toEqual(rising);
  expect([compareVersions("18.4", "18.4.0"), compareVersions("v24.21.0", "24.3.0") > 0]).toEqual([0, true]);
});

test("what is installed here is at its floors; what is older, or of a line that gets no updates, is refused in production alone and says why", () => {
  expect(installedVersions().map(({ name }) => name)).toEqual(["node", "openssl", "next", "react", "drizzle-orm", "next-auth"]);
  expect(whyTooOld("production")).toBeNull();
  const old = [{ name: "node", version: "24.13.9" }];
  expect(whyTooOld("production", old)).toMatch(/^Production does not start below these floors: node 24\.13\.9 is below .*24\.22\.1/);
  expect(whyTooOld("sandbox", old)).toBeNull();
  for (const [name, version, isBelow] of [
    ["node", "20.20.0", true],
    ["node", "26.0.0", true],
    ["node", "27.0.0", false],
    ["openssl", "3.6.0", true],
    ["openssl", "3.0.19", true],
    ["postgresql", "18.3", true],
    ["postgresql", "18.4", false],
    ["postgresql", "14.30", true],
    ["next", "16.3.3-canary.1", true],
    ["unheard-of", "0.0.1", false],
  ] as const)
    expect([name, version, belowFloor(name, version) !== null]).toEqual([name, version, isBelow]);
  expect(Object.values(floors).every(({ source }) => source.length > 10)).toBe(true);
});

test("the bill of materials names each package of the lockfile once, with its purl and hash, and is the same each time", () => {
  const bill = JSON.parse(writeBill(lock)) as { specVersion: string; serialNumber: string; components: Record<string, unknown>[] };
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 });
  expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(bill.components.length).toBe(lock.packages.length);
  expect(new Set(bill.components.map((one) => one["bom-ref"])).size).toBe(lock.packages.length);
  expect(bill.components.find(({ name }) => name === "@upstash/redis")).toMatchObject({
    purl: `pkg:npm/%40upstash/redis@${versionOf("@upstash/redis")}`,
    scope: "required",
    hashes: [{ alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
  });
  expect(bill.components.find(({ name }) => name === "vitest")).toMatchObject({ scope: "excluded" });
  expect(writeBill(readLock())).toBe(writeBill(lock));
});

test("the file of pins is that of this lockfile: after an update, `npm run operator -- pinned` renews it", () => {
  expect(Object.keys(pins).toSorted()).toEqual(lock.direct.toSorted());
  const [first = "", ...rest] = lock.direct;
  const renewed = refreshPins([...rest, "newcomer@1.0.0"], "2026-12-01");
  expect(renewed["newcomer@1.0.0"]).toBe("2026-12-01");
  expect(first in renewed).toBe(false);
  expect(renewed[rest[0] ?? ""]).toBe(pins[rest[0] ?? ""]);
});

test.each([
  ["by its exact version", { versions: ["16.4.6"] }, 1],
  ["by a range that is open", { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] }, 1],
  ["not once it is fixed", { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "16.4.6" }] }] }, 0],
  ["before its fix", { ranges: [{ type: "SEMVER", events: [{ introduced: "16.0.0" }, { fixed: "16.4.7" }] }] }, 1],
  ["up to the last that is affected", { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { last_affected: "16.4.6" }] }] }, 1],
  ["not past the last that is affected", { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { last_affected: "16.4.5" }] }] }, 0],
  [
    "again where it came back",
    { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "15.0.0" }, { introduced: "16.4.0" }] }] },
    1,
  ],
  ["not in another ecosystem", { package: { ecosystem: "PyPI", name: "next" }, versions: ["16.4.6"] }, 0],
  ["not of another name", { package: { ecosystem: "npm", name: "nextt" }, versions: ["16.4.6"] }, 0],
])("an advisory is about a package %s", (_, over, flaws) => {
  const next = [{ name: "next", version: "16.4.6", integrity: null, license: null, dev: false, optional: false }];
  expect(findFlaws(next, [osv(over)])).toHaveLength(flaws);
  expect(findFlaws(next, [{ ...osv(over), withdrawn: "2026-01-01T00:00:00Z" }])).toEqual([]);
});

test("clause 5c is unknown without a list of advisories, with a stale one and with one that is no list; fails by one that is about what runs; and holds", async () => {
  onThatDay();
  expect(await checkPatches()).toMatchObject({ result: "unknown", seen: "no list of advisories was given" });
  given([], later(now(), -8 * dayMs));
  expect(await checkPatches()).toMatchObject({ result: "unknown", seen: expect.stringMatching(/^the list of advisories is of 20/) });
  expectComplaints("the list of advisories cannot be read");
  given({ other: true });
  expect(await checkPatches()).toMatchObject({ result: "unknown", seen: expect.stringContaining("OSV format") });
  given({ vulns: [osv({ versions: [versionOf("next")] })] });
  expect(await checkPatches()).toMatchObject({ result: "fails", seen: `next ${versionOf("next")} has a known flaw, GHSA-test` });
  given([osv({ package: { ecosystem: "npm", name: "vitest" }, versions: [versionOf("vitest")] })]);
  expect(await checkPatches()).toMatchObject({ result: "holds", looked: lock.packages.length + 2 });
});

test("clause 5c fails by a runtime past its end, a version below its floor and a version that nobody has renewed for half a year", async () => {
  onThatDay();
  given([]);
  const found = await lookAtPatches();
  expect(faultsOf(found, now())).toEqual([]);
  const broken = (over: Partial<PatchFindings>, at = now()) => faultsOf({ ...found, ...over }, at);
  expect(broken({ runtimes: [{ name: "Node.js", version: "20.1.0", endsOn: "2026-04-30" }] })).toEqual([
    "Node.js 20.1.0 had its end of life on 2026-04-30",
  ]);
  expect(broken({ belowFloors: ["next 1.0.0 is below"] })).toEqual(["next 1.0.0 is below"]);
  expect(broken({ pins: [{ pin: "next@1.0.0", since: "2026-01-01" }] })).toEqual(["next@1.0.0 is pinned since 2026-01-01"]);
  expect(gapsOf({ ...found, runtimes: [{ name: "Node.js", version: "99.0.0", endsOn: null }] }, now())).toEqual([
    "the end of life of Node.js 99.0.0 is not known",
  ]);
});

test("the worker writes down what it saw, and staff who may read it do", async () => {
  const [security, support] = [await givenStaff("security"), await givenStaff("support")];
  expect(await readPatches(security.actor)).toBeNull();
  await writePatchStatus();
  await writePatchStatus();
  const status = await readPatches(security.actor);
  expect(status?.findings).toMatchObject({ packages: lock.packages.length, digest: lock.digest, advisoriesAt: null });
  expect(status?.findings.runtimes).toMatchObject([{ name: "Node.js" }, { name: "PostgreSQL", version: expect.stringMatching(/^18\./) }]);
  await expect(readPatches(support.actor)).rejects.toMatchObject({ refusal: "forbidden" });
});

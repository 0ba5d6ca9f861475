import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { now } from "@/lib/base/clock";
import { floors } from "@/lib/base/floors";
import { faultsOf, freshDays, gapsOf, oldestPinDays } from "@/lib/oversight/patches/judge";
import { type PatchFindings, readPatches } from "@/lib/oversight/patches/read-patches";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";

export const generateMetadata = () => titleFor("patches.read", "Patches");

type Pin = PatchFindings["pins"][number];
type Flaw = PatchFindings["flaws"][number];
type FloorRow = { name: string; least: string; source: string };

const pinColumns: Column<Pin>[] = [
  { head: "Version", rowHead: true, cell: ({ pin }) => <code className="wrap-anywhere">{pin}</code> },
  { head: "Pinned here since", cell: ({ since }) => since ?? "Not known" },
];
const flawColumns: Column<Flaw>[] = [
  { head: "Advisory", rowHead: true, cell: ({ advisory }) => advisory },
  {
    head: "In",
    cell: ({ name, version }) => (
      <code className="wrap-anywhere">
        {name} {version}
      </code>
    ),
  },
  { head: "What", prose: true, cell: ({ summary }) => summary || "No summary" },
  { head: "Used by", cell: ({ dev }) => (dev ? "Builds and tests alone" : "The service") },
];
const floorColumns: Column<FloorRow>[] = [
  { head: "What", rowHead: true, cell: ({ name }) => name },
  { head: "At least", cell: ({ least }) => least },
  { head: "Because of", cell: ({ source }) => source },
];
const floorRows = Object.entries(floors).map(([name, { lines, source }]) => ({ name, least: Object.values(lines).join(" or "), source }));

function Verdict({ findings }: { findings: PatchFindings }) {
  const [faults, gaps] = [faultsOf(findings, now()), gapsOf(findings, now())];
  if (faults.length > 0) return <StatusBadge tone="bad">Fails</StatusBadge>;
  return gaps.length > 0 ? <StatusBadge tone="warn">Unknown</StatusBadge> : <StatusBadge tone="good">Holds</StatusBadge>;
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {lines.map((line) => (
        <li key={line} className="wrap-anywhere">
          {line}
        </li>
      ))}
    </ul>
  );
}

function Found({ findings, takenAt, zone }: { findings: PatchFindings; takenAt: Date; zone: string }) {
  const [faults, gaps] = [faultsOf(findings, now()), gapsOf(findings, now())];
  const { runtimes, packages, digest, pins, advisoriesAt, advisories, flaws } = findings;
  return (
    <>
      <Card title="Clause 5c" actions={<Verdict findings={findings} />}>
        <p className="text-soft">
          The worker looked <DateTime at={takenAt} zone={zone} />.
        </p>
        {faults.length > 0 ? <Lines lines={faults} /> : null}
        {gaps.length > 0 ? <Lines lines={gaps} /> : null}
        {faults.length + gaps.length === 0 ? <p>Nothing is too old, and no advisory is about what runs.</p> : null}
      </Card>
      <Card title="What runs">
        <DefinitionList
          items={[
            ...runtimes.map(({ name, version, endsOn }) => ({
              term: `${name} ${version}`,
              detail: endsOn ? `Security updates until ${endsOn}` : "End of life not known",
            })),
            { term: "Packages in the lockfile", detail: String(packages) },
            { term: "SHA-256 of the lockfile", detail: <code className="text-sm wrap-anywhere">{digest}</code> },
          ]}
        />
      </Card>
      <Card title="Known flaws">
        <p className="text-soft">
          {advisoriesAt === null ? (
            `No list of advisories is there. Name a file in the OSV format in the worker's ADVISORIES_FILE, and refresh it at least every ${freshDays} days.`
          ) : (
            <>
              {advisories} advisories, refreshed <DateTime at={new Date(advisoriesAt)} zone={zone} />. After {freshDays} days they say
              nothing any more.
            </>
          )}
        </p>
        {flaws.length > 0 ? (
          <Table
            caption="Packages that an advisory is about"
            columns={flawColumns}
            rows={flaws}
            rowKey={({ advisory, name, version }) => `${advisory} ${name} ${version}`}
          />
        ) : null}
      </Card>
      <Disclosure summary={`Versions that we name, longest pinned first (${pins.length})`}>
        <p className="text-soft">
          The age is since when a version is pinned here, not since when it was published. One that is older than {oldestPinDays} days makes
          the clause fail: update it, or look why there is no newer one.
        </p>
        <Table caption="Versions that we name" columns={pinColumns} rows={pins} rowKey={({ pin }) => pin} />
      </Disclosure>
    </>
  );
}

export default async function PatchesPage() {
  const staff = await requireStaff("patches.read");
  const [status, zone] = await Promise.all([readPatches(staffActor(staff)), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title="Patches"
        lead="How old what runs is, and what is known against it. The whole list is printed by: npm run operator -- bill"
      />
      {status ? (
        <Found findings={status.findings} takenAt={status.takenAt} zone={zone} />
      ) : (
        <EmptyState title="The worker has not looked yet">It looks when it starts and every hour. See whether it is running.</EmptyState>
      )}
      <Disclosure summary="Floors: what production does not start below">
        <Table caption="Floors" columns={floorColumns} rows={floorRows} rowKey={({ name }) => name} />
      </Disclosure>
    </Stack>
  );
}

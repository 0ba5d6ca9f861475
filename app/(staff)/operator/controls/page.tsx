import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Stack } from "@/app/_ui/stack";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import type { Outcome } from "@/lib/oversight/seen";
import { type CheckFilter, type ListedCheck, listControls, resultOf } from "@/lib/policy/list-controls";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { lookNow } from "./actions";
import { controlsShape } from "./shape";

export const generateMetadata = () => titleFor("controls.read", "Controls");

const tones: Record<Outcome, { tone: BadgeTone; text: string }> = {
  holds: { tone: "good", text: "Holds" },
  fails: { tone: "bad", text: "Fails" },
  unknown: { tone: "neutral", text: "Not known" },
};

function Result(check: ListedCheck) {
  const { tone, text } = tones[resultOf(check)];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}

function Clauses({ clauses }: ListedCheck) {
  return (
    <span className="inline-flex flex-wrap gap-x-2 max-sm:justify-end">
      {clauses.map((clause) => (
        <TextLink key={clause} href={`/trust/${clause}`}>
          {clause}
        </TextLink>
      ))}
    </span>
  );
}

const columnsIn = (zone: string, at: Date): ListColumn<ListedCheck, CheckFilter["sort"]>[] => [
  { head: "What is looked at", rowHead: true, sort: "about", cell: ({ about }) => about },
  { head: "Clauses", cell: Clauses },
  { head: "Result", sort: "result", cell: Result },
  { head: "What was seen", prose: true, cell: ({ state }) => <span className="wrap-anywhere">{state?.seen ?? "Not yet looked at."}</span> },
  { head: "So since", sort: "since", cell: ({ state }) => (state ? <RelativeTime at={state.since} now={at} zone={zone} /> : "Not yet") },
  { head: "Looked at", sort: "looked", cell: ({ state }) => (state ? <RelativeTime at={state.at} now={at} zone={zone} /> : "Not yet") },
];

export default async function ControlsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("controls.read");
  const asked = readAsked(controlsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listControls(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Controls"
        lead={
          <p>
            Everything that is looked at for the clauses of the policy. Everybody sees the same, clause by clause, on{" "}
            <TextLink href="/trust">Trust</TextLink>.
          </p>
        }
      />
      {may(staff.role, "controls.ask") ? (
        <Form action={lookNow} submit="Look at everything now" pending="Asking">
          {null}
        </Form>
      ) : null}
      <StaffList
        shape={controlsShape}
        asked={asked}
        title="Checks"
        columns={columnsIn(zone, now())}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={<EmptyState title="Nothing is looked at">No clause of the policy has a check.</EmptyState>}
      />
    </Stack>
  );
}

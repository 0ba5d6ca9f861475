import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { dayMs, later, now } from "@/lib/base/clock";
import { type ListedEvidence, listEvidence } from "@/lib/oversight/evidence/list";
import { runningOutDays } from "@/lib/oversight/evidence/standing";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { RowForm } from "../row-form";
import { withdraw } from "./actions";
import { RecordForm } from "./record-form";
import { evidenceShape } from "./shape";

export const generateMetadata = () => titleFor("evidence.read", "Evidence");

function State({ withdrawnAt, validUntil }: ListedEvidence) {
  if (withdrawnAt) return <StatusBadge tone="neutral">Withdrawn</StatusBadge>;
  if (validUntil <= now()) return <StatusBadge tone="bad">Expired</StatusBadge>;
  if (validUntil <= later(now(), runningOutDays * dayMs)) return <StatusBadge tone="warn">Runs out</StatusBadge>;
  return <StatusBadge tone="good">Valid</StatusBadge>;
}

function Reference({ reference }: ListedEvidence) {
  return reference.startsWith("https://") ? (
    <TextLink href={reference}>
      <span className="wrap-anywhere">{reference}</span>
    </TextLink>
  ) : (
    <code className="wrap-anywhere">{reference}</code>
  );
}

function columnsIn(zone: string, mayWrite: boolean): ListColumn<ListedEvidence, "recorded" | "until">[] {
  const columns: ListColumn<ListedEvidence, "recorded" | "until">[] = [
    { head: "Clause", rowHead: true, cell: ({ clause }) => clause },
    {
      head: "What it shows",
      cell: ({ title, text }) => (
        <span className="grid max-w-prose gap-0.5">
          <span className="font-medium wrap-anywhere">{title}</span>
          <span className="text-sm whitespace-pre-wrap text-soft wrap-anywhere">{text}</span>
        </span>
      ),
    },
    { head: "Where it lies", cell: Reference },
    { head: "State", cell: State },
    { head: "Last day (UTC)", sort: "until", cell: ({ validUntil }) => <DateTime at={later(validUntil, -1)} zone="UTC" show="date" /> },
    {
      head: "Recorded",
      sort: "recorded",
      cell: ({ recordedAt, email, authorRole }) => (
        <span className="grid gap-0.5">
          <DateTime at={recordedAt} zone={zone} />
          <span className="text-sm text-soft wrap-anywhere">
            {email}, {authorRole}
          </span>
        </span>
      ),
    },
  ];
  if (!mayWrite) return columns;
  const cell = ({ id, title, withdrawnAt }: ListedEvidence) =>
    withdrawnAt ? (
      <span className="text-soft">Nothing</span>
    ) : (
      <RowForm action={withdraw} name="evidence" id={id} about={title}>
        Withdraw
      </RowForm>
    );
  return [...columns, { head: "What to do", cell }];
}

export default async function EvidencePage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("evidence.read");
  const asked = readAsked(evidenceShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listEvidence(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  const mayWrite = may(staff.role, "evidence.write");
  return (
    <Stack>
      <PageHeader
        title="Evidence"
        lead="What people show for the clauses that software alone cannot make true. Without it a clause reads in public as not evidenced."
      />
      {mayWrite ? (
        <Card title="Add evidence">
          <RecordForm />
        </Card>
      ) : null}
      <StaffList
        shape={evidenceShape}
        asked={asked}
        title="Evidence"
        columns={columnsIn(zone, mayWrite)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="Nothing has been shown yet">
            Certificates, reports and minutes that show a clause to be kept appear here, with who recorded them and until when they count.
          </EmptyState>
        }
      />
    </Stack>
  );
}

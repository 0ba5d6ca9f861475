import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { type ListedReset, listFactorResets, resetStateOf } from "@/lib/accounts/list-resets";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, type StaffSession, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { RowForm } from "../row-form";
import { cancel, confirm } from "./actions";
import { resetsShape, stateNames } from "./shape";

export const generateMetadata = () => titleFor("factors.read-resets", "Factor resets");

type ResetColumn = ListColumn<ListedReset, "asked" | "counts">;
const tones: Record<ReturnType<typeof resetStateOf>, BadgeTone> = {
  waiting: "warn",
  counting: "warn",
  ready: "info",
  applied: "good",
  cancelled: "neutral",
};

/** By whom something was done, under when it was. */
function By({ at, zone, who }: { at: Date; zone: string; who: string }) {
  return (
    <span className="grid gap-0.5">
      <DateTime at={at} zone={zone} />
      <span className="text-sm text-soft wrap-anywhere">{who}</span>
    </span>
  );
}

function State({ reset, at, zone }: { reset: ListedReset; at: Date; zone: string }) {
  const state = resetStateOf(reset, at);
  const ended = reset.appliedAt ?? reset.cancelledAt;
  return (
    <span className="grid justify-items-start gap-1 max-sm:justify-items-end">
      <StatusBadge tone={tones[state]}>{stateNames[state]}</StatusBadge>
      {ended ? <DateTime at={ended} zone={zone} /> : null}
    </span>
  );
}

function WhatToDo({ reset: { id, accountId, email, askedBy, effectiveAt }, reader }: { reset: ListedReset; reader: string }) {
  const mayConfirm = effectiveAt === null && askedBy !== reader && accountId !== reader;
  const about = `the reset for ${email}`;
  return (
    <div className="flex flex-wrap gap-2 max-sm:justify-end">
      {mayConfirm ? (
        <RowForm action={confirm} name="reset" id={id} about={about} danger>
          Confirm
        </RowForm>
      ) : null}
      <RowForm action={cancel} name="reset" id={id} about={about}>
        Cancel
      </RowForm>
    </div>
  );
}

function columnsIn(zone: string, staff: StaffSession, at: Date): ResetColumn[] {
  const columns: ResetColumn[] = [
    {
      head: "Whose factors",
      rowHead: true,
      cell: ({ accountId, email }) => (
        <TextLink href={`/operator/members/${accountId}`}>
          <span className="wrap-break-word">{email}</span>
        </TextLink>
      ),
    },
    { head: "State", cell: (reset) => <State reset={reset} at={at} zone={zone} /> },
    {
      head: "Asked for",
      sort: "asked",
      cell: ({ createdAt, askedByEmail }) => <By at={createdAt} zone={zone} who={askedByEmail ?? "Someone on the host"} />,
    },
    {
      head: "Counts from",
      sort: "counts",
      cell: ({ effectiveAt, confirmedByEmail, cancelledAt }) =>
        effectiveAt ? (
          <By at={effectiveAt} zone={zone} who={confirmedByEmail ? `Confirmed by ${confirmedByEmail}` : "A day after it was asked for"} />
        ) : (
          <span className="text-soft">{cancelledAt ? "Never confirmed" : "Its confirmation"}</span>
        ),
    },
  ];
  if (!may(staff.role, "factors.reset")) return columns;
  const cell = (reset: ListedReset) =>
    reset.appliedAt || reset.cancelledAt ? <span className="text-soft">Nothing</span> : <WhatToDo reset={reset} reader={staff.accountId} />;
  return [...columns, { head: "What to do", cell }];
}

export default async function ResetsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("factors.read-resets");
  const asked = readAsked(resetsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listFactorResets(staffActor(staff), { ...pageOf(asked), search: asked.search, ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Factor resets"
        lead="For people who have lost every second factor. One of staff asks on the member's page, another confirms here."
      />
      <StaffList
        shape={resetsShape}
        asked={asked}
        title="Factor resets"
        columns={columnsIn(zone, staff, now())}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="No reset has been asked for">
            Whoever has lost one factor can still use another, or a recovery code.
          </EmptyState>
        }
      />
    </Stack>
  );
}

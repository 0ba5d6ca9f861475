import { Address } from "@/app/_ui/address";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import type { DifferenceKind } from "@/lib/billing/difference-kinds";
import { type ListedDifference, listDifferences } from "@/lib/billing/list-differences";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { type ListColumn, StaffList } from "../../list/staff-list";
import { RowForm } from "../../row-form";
import { takeUp } from "../actions";
import { kindTexts } from "../texts";
import { differencesShape } from "./shape";

export const generateMetadata = () => titleFor("money.read", "Differences");

const settledNames = { repaired: "Repaired", gone: "Gone by itself", set_aside: "Set aside" } as const;

function State({ settledHow, repairNextAt }: ListedDifference) {
  if (settledHow) return <StatusBadge tone={settledHow === "set_aside" ? "neutral" : "good"}>{settledNames[settledHow]}</StatusBadge>;
  return repairNextAt ? <StatusBadge tone="info">Repair under way</StatusBadge> : <StatusBadge tone="warn">Open</StatusBadge>;
}

type DifferenceColumn = ListColumn<ListedDifference, "found" | "amount">;

function ToDo({ id, kind, email, settledHow, repairNextAt }: ListedDifference) {
  if (settledHow === null && !repairNextAt) return <TextLink href="/operator/money">Decide under Money</TextLink>;
  if (settledHow !== "set_aside") return <span className="text-soft">Nothing</span>;
  const about = `${kindTexts[kind as DifferenceKind].toLowerCase()}, of ${email ?? "nobody"}`;
  return (
    <RowForm action={takeUp} name="difference" id={id} about={about}>
      Open again
    </RowForm>
  );
}

const columnsIn = (zone: string): DifferenceColumn[] => [
  { head: "What differs", rowHead: true, cell: ({ kind }) => kindTexts[kind as DifferenceKind] },
  {
    head: "Member",
    cell: ({ accountId, email }) =>
      accountId ? (
        <TextLink href={`/operator/members/${accountId}`}>
          <Address>{email ?? accountId}</Address>
        </TextLink>
      ) : (
        "Nobody's"
      ),
  },
  { head: "We have", cell: ({ ours }) => <span className="wrap-anywhere">{ours}</span> },
  { head: "Stripe has", cell: ({ theirs }) => <span className="wrap-anywhere">{theirs}</span> },
  { head: "Amount", align: "end", sort: "amount", cell: ({ amountCents }) => <Money cents={amountCents} /> },
  { head: "Found", sort: "found", cell: ({ foundAt }) => <DateTime at={foundAt} zone={zone} /> },
  { head: "State", cell: State },
];

export default async function DifferencesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("money.read");
  const asked = readAsked(differencesShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listDifferences(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Differences"
        lead={
          <>
            All that ever differed between our books and Stripe's. What is open is repaired or set aside under{" "}
            <TextLink href="/operator/money">Money</TextLink>.
          </>
        }
      />
      <StaffList
        shape={differencesShape}
        asked={asked}
        title="Differences"
        columns={may(staff.role, "books.repair") ? [...columnsIn(zone), { head: "What to do", cell: ToDo }] : columnsIn(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="Nothing has ever differed">What a comparison finds stays listed here, also once it is settled.</EmptyState>
        }
      />
    </Stack>
  );
}

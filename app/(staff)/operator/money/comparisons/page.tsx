import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { listComparisons } from "@/lib/billing/list-comparisons";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { StaffList } from "../../list/staff-list";
import { comparisonColumns } from "../comparison-columns";
import { comparisonsShape } from "./shape";

export const generateMetadata = () => titleFor("money.read", "Comparisons");

export default async function ComparisonsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("money.read");
  const asked = readAsked(comparisonsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listComparisons(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Comparisons"
        lead={
          <>
            Each time that our books were compared with Stripe's, customer by customer. What was found stands under{" "}
            <TextLink href="/operator/money/differences">Differences</TextLink>.
          </>
        }
      />
      <StaffList
        shape={comparisonsShape}
        asked={asked}
        title="Comparisons"
        columns={comparisonColumns(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="The books have not been compared yet">
            The worker compares them each day, and whenever staff ask for it.
          </EmptyState>
        }
      />
    </Stack>
  );
}

import { EmptyState } from "@/app/_ui/empty-state";
import { LookAgain } from "@/app/_ui/look-again";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { listAffected } from "@/lib/oversight/incidents/list-affected";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, titleFor } from "@/lib/web/session";
import { findOrMissing } from "../../../../find-or-missing";
import { pageOf, type Query, readAsked } from "../../../../list/list-shape";
import { StaffList } from "../../../../list/staff-list";
import { affectedColumns } from "../../affected-columns";
import { criteriaText } from "../../criteria-text";
import { affectedShape } from "./shape";

export const generateMetadata = () => titleFor("incidents.read", "Affected members");

type Props = { params: Promise<{ id: string; finding: string }>; searchParams: Promise<Query> };

export default async function AffectedPage({ params, searchParams }: Props) {
  const staff = await requireStaff("incidents.read");
  const { id: incidentId, finding } = await params;
  const shape = affectedShape(incidentId, finding);
  const asked = readAsked(shape, await searchParams);
  const question = (findingId: string) => ({ incidentId, findingId });
  const [found, zone] = await Promise.all([
    findOrMissing(staff, finding, (actor, id) => listAffected(actor, question(id), { ...pageOf(asked), ...asked.filters })),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <TextLink href={`/operator/incidents/${incidentId}`} alone>
        The incident
      </TextLink>
      <PageHeader title="Affected members" lead={<span className="wrap-anywhere">Asked: {criteriaText(found.criteria)}.</span>} />
      {found.answeredAt === null ? <LookAgain /> : null}
      <StaffList
        shape={shape}
        asked={asked}
        title="Affected members"
        columns={affectedColumns(zone)}
        rows={found.rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title={found.answeredAt === null ? "The worker is looking" : "It touched nobody"}>
            Members are named here by their ids; who they are their own page says, and a look at that is written down.
          </EmptyState>
        }
      />
    </Stack>
  );
}

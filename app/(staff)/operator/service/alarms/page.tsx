import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { may } from "@/lib/accounts/permissions";
import { listAlarms } from "@/lib/oversight/alarms/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { StaffList } from "../../list/staff-list";
import { alarmColumns } from "../alarm-columns";
import { alarmsShape } from "./shape";

export const generateMetadata = () => titleFor("console.read", "Alarms");

export default async function AlarmsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("console.read");
  const asked = readAsked(alarmsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listAlarms(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Alarms"
        lead="What the service has noticed about itself. It looks each minute and tells of each alarm once by mail; an alarm ends by itself when its cause is gone."
      />
      <StaffList
        shape={alarmsShape}
        asked={asked}
        title="Alarms"
        columns={alarmColumns(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="There has been no alarm">
            Checkpoints that are not kept, a purge or a backup that is late, mail that does not go out and the like appear here.
          </EmptyState>
        }
      />
    </Stack>
  );
}

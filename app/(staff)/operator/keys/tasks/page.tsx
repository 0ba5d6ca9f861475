import { EmptyState } from "@/app/_ui/empty-state";
import { LookAgain } from "@/app/_ui/look-again";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { listKeyTasks } from "@/lib/oversight/list-key-tasks";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { StaffList } from "../../list/staff-list";
import { isUnderWay, taskColumns } from "../task-columns";
import { tasksShape } from "./shape";

export const generateMetadata = () => titleFor("keys.read", "Rotations and retirements");

export default async function TasksPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("keys.read");
  const asked = readAsked(tasksShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listKeyTasks(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Rotations and retirements"
        lead={
          <>
            What was done with keys, and what waits for its day. A rotation is asked for under{" "}
            <TextLink href="/operator/keys">Keys</TextLink>.
          </>
        }
      />
      {rows.some(isUnderWay) ? <LookAgain /> : null}
      <StaffList
        shape={tasksShape}
        asked={asked}
        title="Rotations and retirements"
        columns={taskColumns(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="No key has been rotated yet">A rotation, and the retirement that follows it, stays listed here.</EmptyState>
        }
      />
    </Stack>
  );
}

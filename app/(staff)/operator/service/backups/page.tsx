import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { may } from "@/lib/accounts/permissions";
import { listBackupRuns } from "@/lib/oversight/backups/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { StaffList } from "../../list/staff-list";
import { NoBackup } from "../no-backup";
import { runColumns } from "../run-columns";
import { backupsShape } from "./shape";

export const generateMetadata = () => titleFor("console.read", "Backups");

export default async function BackupsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("console.read");
  const asked = readAsked(backupsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listBackupRuns(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Backups"
        lead="Backups that were taken on the host, and rehearsals of putting one back: each restores into a database of its own, and holds the rows and the access log's chain against what the backup says."
      />
      <StaffList
        shape={backupsShape}
        asked={asked}
        title="Backups and rehearsed restores"
        columns={runColumns(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={<NoBackup />}
      />
    </Stack>
  );
}

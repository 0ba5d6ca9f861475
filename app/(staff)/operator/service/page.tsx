import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { alarmKinds } from "@/lib/oversight/alarms/kinds";
import { listAlarms } from "@/lib/oversight/alarms/list";
import { listBackupRuns } from "@/lib/oversight/backups/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { alarmColumns } from "./alarm-columns";
import { alarmsShape } from "./alarms/shape";
import { backupsShape } from "./backups/shape";
import { NoBackup } from "./no-backup";
import { runColumns } from "./run-columns";

export const generateMetadata = () => titleFor("console.read", "Service");

/** One of a kind is open at a time. */
const open = { state: "open", kind: null, sort: "since", descending: true, cursor: null } as const;
const mostOpen = Object.keys(alarmKinds).length;
const newest = { result: null, sort: "done", descending: true, cursor: null, limit: 1 } as const;

export default async function ServicePage() {
  const staff = await requireStaff("console.read");
  const actor = staffActor(staff);
  const [alarms, backups, drills, zone] = await Promise.all([
    listAlarms(actor, { ...open, limit: mostOpen }),
    listBackupRuns(actor, { ...newest, kind: "backup" }),
    listBackupRuns(actor, { ...newest, kind: "drill" }),
    readTimeZone(staff.accountId),
  ]);
  const runs = [...backups, ...drills];
  return (
    <Stack>
      <PageHeader
        title="Service"
        lead="What the service notices about itself, looked at each minute and told once by mail; and whether it could be put back, should everything be lost."
      />
      <section className="grid gap-5" aria-labelledby="alarms">
        <h2 id="alarms" className="text-lg">
          Alarms
        </h2>
        {alarms.length === 0 ? (
          <EmptyState title="No alarm is open">
            Checkpoints that are not kept, a purge or a backup that is late, mail that does not go out and the like appear here, each with
            its runbook. An alarm ends by itself when its cause is gone.
          </EmptyState>
        ) : (
          <Table caption="Open alarms, latest first" columns={alarmColumns(zone)} rows={alarms} rowKey={({ id }) => id} />
        )}
        <p>
          <TextLink href={alarmsShape.path} alone>
            All alarms, ended ones too
          </TextLink>
        </p>
      </section>
      <section className="grid gap-5 border-t border-line pt-7" aria-labelledby="backups">
        <h2 id="backups" className="text-lg">
          Backups
        </h2>
        {runs.length === 0 ? (
          <NoBackup />
        ) : (
          <>
            <Table caption="The newest backup and rehearsal" columns={runColumns(zone)} rows={runs} rowKey={({ id }) => id} />
            <p>
              <TextLink href={backupsShape.path} alone>
                All backups and rehearsed restores
              </TextLink>
            </p>
          </>
        )}
      </section>
    </Stack>
  );
}

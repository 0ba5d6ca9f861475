import { exportBackupRuns } from "@/lib/oversight/backups/list";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { backupsShape } from "../shape";

const work = exportWork(backupsShape, (actor, { sort, descending, filters }, reason) =>
  exportBackupRuns(actor, { sort, descending, ...filters }, reason),
);

/** Backups and rehearsed restores as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: backupsShape.path });

import { exportAlarms } from "@/lib/oversight/alarms/list";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { alarmsShape } from "../shape";

const work = exportWork(alarmsShape, (actor, { sort, descending, filters }, reason) =>
  exportAlarms(actor, { sort, descending, ...filters }, reason),
);

/** The service's alarms as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: alarmsShape.path });

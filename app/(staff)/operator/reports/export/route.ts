import { exportReports } from "@/lib/oversight/handle-report";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { reportsShape } from "../shape";

/** The list of reports as a CSV file. */
const work = exportWork(reportsShape, (actor, { sort, descending, filters }, reason) =>
  exportReports(actor, { sort, descending, ...filters }, reason),
);

export const POST = staffHandler("lists.export", work, { fresh: true, page: reportsShape.path });

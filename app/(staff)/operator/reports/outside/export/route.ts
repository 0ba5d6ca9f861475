import { exportPublicReports } from "@/lib/oversight/public-reports/list";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { outsideShape } from "../shape";

const work = exportWork(outsideShape, (actor, { sort, descending, filters }, reason) =>
  exportPublicReports(actor, { sort, descending, ...filters }, reason),
);

/** Reports from outside as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: outsideShape.path });

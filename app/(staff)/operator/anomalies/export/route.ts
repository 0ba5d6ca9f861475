import { exportAnomalies } from "@/lib/oversight/anomalies/read-anomalies";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { anomaliesShape } from "../shape";

const work = exportWork(anomaliesShape, (actor, { sort, descending, filters }, reason) =>
  exportAnomalies(actor, { sort, descending, ...filters }, reason),
);

/** The list of anomalies as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: anomaliesShape.path });

import { exportProcessors } from "@/lib/oversight/processors/list";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { processorsShape } from "../shape";

const work = exportWork(processorsShape, (actor, { search, sort, descending, filters }, reason) =>
  exportProcessors(actor, { search, sort, descending, ...filters }, reason),
);

/** The register of processors as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: processorsShape.path });

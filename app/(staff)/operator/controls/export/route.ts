import { exportControls } from "@/lib/policy/list-controls";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { controlsShape } from "../shape";

const work = exportWork(controlsShape, (actor, { sort, descending, filters }, reason) =>
  exportControls(actor, { sort, descending, ...filters }, reason),
);

/** How the policy's checks stand as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: controlsShape.path });

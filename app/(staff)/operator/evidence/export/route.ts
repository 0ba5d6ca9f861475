import { exportEvidence } from "@/lib/oversight/evidence/list";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../list/export-work";
import { evidenceShape } from "../shape";

const work = exportWork(evidenceShape, (actor, { sort, descending, filters }, reason) =>
  exportEvidence(actor, { sort, descending, ...filters }, reason),
);

/** The list of evidence as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: evidenceShape.path });

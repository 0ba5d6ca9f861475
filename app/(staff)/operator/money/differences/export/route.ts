import { exportDifferences } from "@/lib/billing/list-differences";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { differencesShape } from "../shape";

/** The list of differences as a CSV file. */
const work = exportWork(differencesShape, (actor, { sort, descending, filters }, reason) =>
  exportDifferences(actor, { sort, descending, ...filters }, reason),
);

export const POST = staffHandler("lists.export", work, { fresh: true, page: differencesShape.path });

import { exportAsks } from "@/lib/accounts/list-asks";
import { staffHandler } from "@/lib/web/handler";
import { exportWork } from "../../../list/export-work";
import { asksShape } from "../shape";

const work = exportWork(asksShape, (actor, { search, sort, descending }, reason) =>
  exportAsks(actor, { search, sort, descending }, reason),
);

/** Those who wait for a new link as a CSV file. */
export const POST = staffHandler("lists.export", work, { fresh: true, page: asksShape.path });
